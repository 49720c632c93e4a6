"""Choosing a look: the choice is worn at once, unreadable colours are shaded, undo brings it back."""

import pytest

from core.theming.forms import whole_hex


def wear(tenant, **fields):
    return tenant.owner.post(tenant.console("/settings/look/"), data=fields)


def test_a_chosen_look_is_worn_at_once_and_can_be_taken_off(tenant):
    before = tenant.info()
    assert wear(tenant, look="signboard/indigo").status_code == 302
    after = tenant.info()
    assert after.theme == {"name": "signboard", "palette": "indigo"}
    assert after.revision > before.revision
    assert (
        tenant.owner.post(tenant.console("/settings/look/back?name=breeze&palette=pine")).status_code == 302
    )
    assert tenant.info().theme == {"name": "breeze", "palette": "pine"}


def test_the_page_shows_the_shade_that_is_used_beside_the_shops_own(tenant):
    wear(tenant, look="breeze/clear", own="y", main="#FFD000")
    assert tenant.info().theme["main"] == "#ffd000"
    page = tenant.owner.get(tenant.console("/settings/look/")).text
    assert 'fill="#ffd000"' in page
    assert 'fill="#856c00"' in page


@pytest.mark.parametrize(
    "fields", [{"look": "neon/pink"}, {"look": "breeze/clear", "own": "y", "main": "red;"}]
)
def test_what_is_no_look_changes_nothing(tenant, fields):
    before = tenant.info().theme
    assert wear(tenant, **fields).status_code == 422
    assert tenant.info().theme == before


def test_staff_do_not_change_the_look(tenant):
    assert tenant.staff.get(tenant.console("/settings/look/")).status_code in {403, 404}


@pytest.mark.parametrize(
    ("words", "colour"), [("#abc", "#aabbcc"), ("ABCDEF", "#abcdef"), ("", ""), ("red", "red")]
)
def test_colours_may_be_typed_short(words, colour):
    assert whole_hex(words) == colour
