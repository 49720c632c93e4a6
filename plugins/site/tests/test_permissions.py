"""Who may change pages but not publish them: drafts are theirs, what visitors see is not."""

import pytest

from plugins.site.queries import page_by_key, pages

pytestmark = pytest.mark.both_databases


def test_an_editor_changes_nothing_that_visitors_see(shop, visitor):
    with shop.scope():
        prices = page_by_key("prices")
        address, slug = f"/console/corner/site/pages/{prices.id}", prices.slug
    staff = shop.staff
    shop.withhold("staff", "site.publish")
    before = visitor.get(f"/corner/site/{slug}").text

    ways = ("publish", "home", "withdraw", "delete", "restore")
    refused = {way: staff.post(f"{address}/{way}").status_code for way in ways}
    moved = staff.post(
        f"{address}/settings", data={"title-en": "Costs", "slug": "costs", "in_menu": "y", "drop": "x"}
    )

    assert refused == dict.fromkeys(ways, 403)
    assert (moved.status_code, "Ask somebody who may publish pages" in moved.text) == (422, True)
    assert visitor.get(f"/corner/site/{slug}").text == before
    editor = staff.get(address).text
    for way in ("publish", "home", "withdraw"):
        assert f"{address}/{way}" not in editor


def test_an_editors_own_draft_is_theirs_to_bin(shop):
    shop.withhold("staff", "site.publish")
    made = shop.staff.post("/console/corner/site/new", data={"title-en": "Jobs"}).headers["Location"]

    assert shop.staff.post(f"{made}/delete").status_code == 302
    assert shop.staff.post(f"{made}/restore").status_code == 302
    with shop.scope():
        assert [page.published for page in pages()] == [1, 1, None]
