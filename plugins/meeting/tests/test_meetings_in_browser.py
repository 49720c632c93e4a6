"""An organiser on a phone makes meetings; a reader elsewhere sees them by their own clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hutong import db
from hutong.testing import assert_accessible
from plugins.meeting.models import Meeting
from plugins.meeting.testing import make_meeting

pytestmark = pytest.mark.browser
TEA = datetime(2037, 7, 22, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Berlin", ["By your clock: Wed, Jul 22, 08:00 – 09:00"]), ("Asia/Singapore", [])],
)
def test_a_reader_elsewhere_sees_their_own_time(app, tenant, serve, new_page, zone, shown):
    with tenant.scope():
        meeting = make_meeting(starts_at=TEA, ends_at=TEA + timedelta(hours=1), zone="Asia/Shanghai")
        address = serve(app) + tenant.public(f"/meeting/{meeting.code}")
        db.session.commit()
    page = new_page(language="en", timezone_id=zone)

    page.goto(address)

    assert page.get_by_text("Shanghai time").is_visible()
    lines = [line.inner_text() for line in page.locator(".yours").all() if line.is_visible()]
    assert [line.replace("\u2009", " ") for line in lines] == shown
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_organiser_makes_a_meeting_that_comes_again(app, tenant, serve, new_page, javascript):
    base = serve(app)
    page = new_page(language="en", javascript=javascript)
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base + "/"}])

    page.goto(base + tenant.console("/meeting/"))
    page.get_by_role("link", name="New meeting").click()
    page.get_by_label("Title, English").fill("Tea")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_role("link", name="Share", exact=True).wait_for()
    page.locator("summary").filter(has_text="More").click()
    page.get_by_role("link", name="Let it come again").click()
    page.get_by_text("Every two weeks").click()
    page.get_by_label("How many times").fill("3")
    page.get_by_role("button", name="Make the dates").click()
    page.get_by_role("heading", name="Every date").wait_for()
    page.locator(".rows a").nth(1).click()
    page.locator("summary").filter(has_text="More").click()
    page.get_by_role("link", name="Cancel the meeting").click()
    page.get_by_label("A word of why").fill("The kettle broke.")
    page.get_by_role("button", name="Cancel the meeting").click()
    page.get_by_role("button", name="Take it up again").wait_for()

    with tenant.scope():
        meetings = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
        assert [one.state for one in meetings] == ["open", "cancelled", "open"]
        assert meetings[2].starts_at - meetings[0].starts_at == timedelta(weeks=4)
