"""What leaves the bin for good: the page with all that hangs on it, and nothing else."""

import pytest
from sqlalchemy import func, select

from hutong import db, first_link, funnel_total, funnels_by_link, record_act
from plugins.site.models import SiteFormerSlug, SitePage, SiteStep, SiteVersion
from plugins.site.operations import bin_page, place_page
from plugins.site.queries import page_by_key

pytestmark = pytest.mark.both_databases


@pytest.fixture
def binned(shop):
    """The page of prices lies in the bin; it moved once, and a code that was scanned leads to it. Its id."""
    with shop.scope():
        page = page_by_key("prices")
        place_page(page=page, slug="all-prices", in_menu=True)
        link = first_link(plugin="site", object_kind="page", object_id=page.id)
        link.channel = "On the door"
        record_act(stage="seen", verb="scan", plugin="site", object_kind="page", object_id=page.id, times=3)
        bin_page(page=page)
        db.session.commit()
        return page.id


@pytest.fixture
def left(shop, binned):
    """How many rows of each sort there are: of the page, of other pages, in the ledger."""

    def count():
        with shop.scope():
            hanging = [
                db.session.scalar(select(func.count()).where(model.page_id == binned))
                for model in (SiteVersion, SiteStep, SiteFormerSlug)
            ]
            pages = db.session.scalars(select(SitePage.key).order_by(SitePage.key)).all()
            scans = funnel_total(funnels_by_link(binned).values())["scan"]
            return pages, hanging, scans

    return count


def test_the_last_question_says_what_goes_and_which_codes_lead_there(shop, binned):
    page = shop.owner.get(f"/console/corner/site/bin/{binned}?lang=en").text

    assert "The version that was published." in page
    assert "On the door" in page
    assert f'href="/console/corner/site/bin/{binned}"' in shop.owner.get("/console/corner/site/bin").text


def test_a_page_that_is_gone_takes_its_versions_along_and_leaves_the_ledger(shop, binned, left, visitor):
    pages, hanging, scans = left()
    assert (hanging, scans) == ([1, 0, 1], 3)

    shop.owner.post(f"/console/corner/site/bin/{binned}")

    assert left() == ([key for key in pages if key != "prices"], [0, 0, 0], 3)
    assert visitor.get("/corner/site/all-prices").status_code == 404
    assert shop.owner.post(f"/console/corner/site/pages/{binned}/restore").status_code == 404
    assert "On the door" in shop.owner.get("/console/corner/share/").text


def test_staff_may_not_and_what_is_not_in_the_bin_stays(shop, binned, left):
    before = left()
    with shop.scope():
        home = page_by_key("home").id

    assert shop.staff.post(f"/console/corner/site/bin/{binned}").status_code == 403
    assert f"/site/bin/{binned}" not in shop.staff.get("/console/corner/site/bin").text
    assert shop.owner.get(f"/console/corner/site/bin/{home}").status_code == 404
    assert shop.owner.post(f"/console/corner/site/bin/{home}").status_code == 404
    assert left() == before
