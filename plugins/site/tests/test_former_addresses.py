"""A page that moved is still found where it was: old addresses lead on, and a page that stands there wins."""

import pytest

from hutong import db
from plugins.site.content import PageContent
from plugins.site.operations import bin_page, create_page, make_home, place_page, publish_page, restore_page
from plugins.site.queries import page_by_key
from plugins.site.tests.sent_form import sent_fields

pytestmark = pytest.mark.both_databases


@pytest.fixture
def move(shop):
    """Give a page another slug."""

    def move_to(key, slug):
        with shop.scope():
            page = page_by_key(key)
            place_page(page=page, slug=slug, in_menu=page.in_menu)
            db.session.commit()

    return move_to


@pytest.fixture
def led(visitor):
    """Where an address leads: status and location."""

    def follow(path):
        answer = visitor.get(path)
        return answer.status_code, answer.headers.get("Location")

    return follow


def test_every_old_slug_leads_to_the_current_one_with_its_query(move, led):
    move("prices", "costs")
    move("prices", "what-it-costs")

    here = "/corner/site/what-it-costs"
    assert led("/corner/site/prices?via=abc&lang=zh") == (308, f"{here}?via=abc&lang=zh")
    assert led("/corner/site/costs") == (308, here)
    assert led(here) == (200, None)


def test_a_slug_taken_back_is_the_page_itself(move, led):
    move("prices", "costs")
    move("prices", "prices")

    assert led("/corner/site/prices") == (200, None)
    assert led("/corner/site/costs") == (308, "/corner/site/prices")


def test_a_page_that_takes_an_old_slug_wins_once_visitors_can_see_it(shop, move, led):
    move("prices", "costs")
    with shop.scope():
        fresh = create_page(title={"en": "New"}, content=PageContent(title={"en": "New"}))
        place_page(page=fresh, slug="prices", in_menu=False)
        db.session.commit()
        key = fresh.key
    seen = [led("/corner/site/prices")]
    for change in (lambda page: publish_page(page=page, by=None), lambda page: bin_page(page=page)):
        with shop.scope():
            change(page_by_key(key))
            db.session.commit()
        seen.append(led("/corner/site/prices"))
    with shop.scope():
        restore_page(page=page_by_key(key))
        db.session.commit()
    seen.append(led("/corner/site/prices"))
    move(key, "newer")
    seen.append(led("/corner/site/prices"))

    to_costs = (308, "/corner/site/costs")
    assert seen == [to_costs, (200, None), to_costs, (200, None), (308, "/corner/site/newer")]


def test_an_old_slug_of_a_binned_page_is_gone_and_comes_back(shop, move, led):
    move("prices", "costs")
    with shop.scope():
        bin_page(page=page_by_key("prices"))
        db.session.commit()
    binned = led("/corner/site/prices")
    with shop.scope():
        restore_page(page=page_by_key("prices"))
        db.session.commit()

    assert (binned, led("/corner/site/prices")) == ((404, None), (308, "/corner/site/costs"))


def test_an_old_slug_of_the_first_page_leads_to_the_sites_address(shop, move, led):
    move("prices", "costs")
    with shop.scope():
        make_home(page=page_by_key("prices"))
        db.session.commit()

    assert led("/corner/site/prices?via=abc") == (308, "/corner/?via=abc")


def test_the_slug_of_a_draft_that_nobody_saw_leads_nowhere(shop, move, led):
    with shop.scope():
        key = create_page(title={"en": "New"}).key
        draft_slug = page_by_key(key).slug
        db.session.commit()
    move(key, "fresh")

    assert led(f"/corner/site/{draft_slug}") == (404, None)


def test_old_slugs_of_another_tenant_lead_nowhere(app, make_tenant, apply, move, led):
    other = make_tenant("elsewhere", plugins=["site", "fake"])
    apply(other)
    with other.scope():
        place_page(page=page_by_key("prices"), slug="secret", in_menu=True)
        place_page(page=page_by_key("prices"), slug="moved", in_menu=True)
        db.session.commit()

    assert led("/elsewhere/site/secret") == (308, "/elsewhere/site/moved")
    assert led("/corner/site/secret") == (404, None)


def test_a_slug_that_another_page_has_is_refused_in_words_and_what_was_typed_stays(shop, led):
    with shop.scope():
        url = f"/console/corner/site/pages/{page_by_key('prices').id}/settings"
    fields = sent_fields(shop.staff.get(url).text, "page-form")

    answer = shop.staff.post(url, data={**fields, "slug": "home"})

    assert answer.status_code == 422
    assert "Another page has this address; it may lie in the bin." in answer.text
    assert 'value="home"' in answer.text
    assert led("/corner/site/prices") == (200, None)
