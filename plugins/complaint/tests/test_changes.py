"""What came of letters: written by the business, read by everybody once it is published."""

import re

import pytest

from plugins.complaint.tests.conftest import hidden

CHANGE = {
    "said_en": "The wait is long",
    "said_zh": "等太久",
    "did_en": "A second till",
    "month": "2026-11-20",
}


@pytest.fixture
def say(tenant):
    """Post as staff."""

    def post(path, **data):
        return tenant.staff.post(tenant.console(f"/complaint/changes{path}?lang=en"), data=data)

    return post


@pytest.mark.both_databases
def test_a_change_is_read_by_everybody_once_it_is_published(tenant, visitor, say):
    page = tenant.public("/complaint/changes?lang=en")
    assert "Nothing to read here yet" in visitor.get(page).get_data(as_text=True)
    assert say("/new", **CHANGE).status_code == 302
    draft = tenant.staff.get(tenant.console("/complaint/changes?lang=en")).get_data(as_text=True)
    assert ("The wait is long" in draft, "Draft" in draft) == (True, True)
    assert "The wait is long" not in visitor.get(page).get_data(as_text=True)

    at = re.search(r"/complaint/changes/([0-9a-f-]{36})", draft).group(1)
    assert say(f"/{at}", **CHANGE, is_published="y").status_code == 302
    shown = visitor.get(page)
    assert [
        words in shown.get_data(as_text=True)
        for words in ("November 2026", "The wait is long", "A second till")
    ] == [True] * 3
    again = visitor.get(page, headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    menu = visitor.get(tenant.public("/?lang=en")).get_data(as_text=True)
    assert "You said, we did" in menu

    assert say(f"/{at}/delete").status_code == 302
    assert "The wait is long" not in visitor.get(page).get_data(as_text=True)
    assert say(f"/{at}/restore").status_code == 302
    assert "The wait is long" in visitor.get(page).get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.parametrize("deleted", [False, True], ids=["saved", "deleted"])
def test_the_second_editor_sees_both_versions(tenant, say, deleted):
    say("/new", **CHANGE)
    listed = tenant.staff.get(tenant.console("/complaint/changes")).text
    at = re.search(r"/complaint/changes/([0-9a-f-]{36})", listed).group(1)
    base = hidden(tenant.staff.get(tenant.console(f"/complaint/changes/{at}")).text, "base")
    mine = CHANGE | {"base": base, "said_en": "CANARY mine"}
    assert say(f"/{at}/delete" if deleted else f"/{at}", **mine | {"said_en": "Theirs"}).status_code == 302

    late = say(f"/{at}", **mine)

    assert late.status_code == 409
    assert ["<ins>Theirs</ins>" in late.text, "<p>Deleted</p>" in late.text] == [not deleted, deleted]
    assert say(f"/{at}", **mine | {"base": hidden(late.text, "base")}).status_code == 302
    listed = tenant.staff.get(tenant.console("/complaint/changes")).text
    assert ["CANARY mine" in listed, "Theirs" in listed] == [True, False]


def test_both_halves_are_needed_and_what_was_typed_stays(say):
    response = say("/new", said_en="The wait is long", month="2026-11-20")
    text = response.get_data(as_text=True)
    assert (response.status_code, "What did you change?" in text, "The wait is long" in text) == (
        422,
        True,
        True,
    )
