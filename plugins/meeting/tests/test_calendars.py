"""What calendars fetch: the right meetings, with a mark, and nobody’s name; and the ways into them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from hutong import db, now
from hutong.fields import TOKEN_FIELD
from plugins.meeting.calendars.feeds import PAST
from plugins.meeting.links import feed_token, guest_token
from plugins.meeting.operations import change_meeting
from plugins.meeting.testing import make_guest, make_meeting, make_series

WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/122 Mobile MicroMessenger/8.0.49"
pytestmark = pytest.mark.both_databases


def titles(answer):
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return [str(event["summary"]) for event in Calendar.from_ical(answer.data).events]


def test_the_feed_has_what_is_listed_and_names_nobody(tenant, visitor):
    with tenant.scope():
        guest = make_guest(make_meeting("Tea"), "Ann Lee", email="ann@example.com")
        make_meeting("Draft", state="draft")
        make_meeting("Hidden", listed=False)
        make_meeting("Undated", starts_at=None, ends_at=None)
        make_meeting("Off", state="cancelled")
        assert guest.state == "coming"
        db.session.commit()

    answer = visitor.get(tenant.public("/meeting/feed.ics?lang=en"))

    assert titles(answer) == ["Tea", "Off"]
    found = Calendar.from_ical(answer.data)
    assert [str(event["status"]) for event in found.events] == ["CONFIRMED", "CANCELLED"]
    assert str(found["x-wr-calname"]) == "corner shop"
    assert "ann" not in answer.text.lower().replace("\r\n ", "")
    assert "Set-Cookie" not in answer.headers


def test_a_calendar_that_knows_it_is_told_so_until_something_changes(tenant, visitor):
    with tenant.scope():
        meeting = make_meeting("Tea")
        db.session.commit()
    address = tenant.public("/meeting/feed.ics")
    mark = visitor.get(address).headers["ETag"]

    again = visitor.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")

    with tenant.scope():
        change_meeting(db.session.merge(meeting), place={"en": "Room 9"})
        db.session.commit()
    assert visitor.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_calendar_for_everybody_is_made_once_until_something_changes(tenant, visitor, time_machine):
    with tenant.scope():
        series = make_series("Repairs")
        meeting = make_meeting("Tea", series_id=series.id)
        over = meeting.ends_at + PAST
        feed = tenant.public("/meeting/feed.ics")
        addresses = (feed, tenant.public(f"/meeting/series/{series.code}/calendar.ics"))
        db.session.commit()

    time_machine.move_to(now())
    for address in addresses:
        first = visitor.get(address)
        time_machine.shift(5)
        assert visitor.get(address).data == first.data  # with the moment when it was made
        with tenant.scope():
            change_meeting(db.session.merge(meeting), place={"en": f"Room {len(address)}"})
            db.session.commit()
        changed = visitor.get(address)
        assert f"Room {len(address)}" in changed.text
        assert changed.headers["ETag"] != first.headers["ETag"]

    time_machine.move_to(over)
    assert titles(visitor.get(feed)) == []


def test_a_guest_s_calendar_has_their_meetings_until_its_address_is_renewed(tenant, visitor):
    with tenant.scope():
        first = make_guest(make_meeting("Tea"), email="ann@example.com")
        more = {"person_id": first.person_id}
        make_guest(make_meeting("Talk"), email="ann@example.com", **more)
        make_guest(make_meeting("No"), email="ann@example.com", state="declined", **more)
        make_guest(make_meeting("Of a friend"), email="friend@example.com", **more)
        make_guest(make_meeting("Of a namesake"), email="ann@example.com", person_id=None)
        db.session.commit()
        token, feed = guest_token(first), feed_token(first)
    address = tenant.public(f"/meeting/feed/{feed}.ics")

    answer = visitor.get(address)
    assert sorted(titles(answer)) == ["Talk", "Tea"]
    assert (answer.headers["Cache-Control"], "ATTENDEE" in answer.text) == ("private, no-cache", False)
    assert f"/meeting/g/{token}" in answer.text.replace("\r\n ", "")

    page = visitor.get(tenant.public(f"/meeting/g/{token}/calendar"))
    assert feed in page.text
    assert visitor.post(tenant.public(f"/meeting/g/{token}/feed")).status_code in (400, 403)
    proof = {TOKEN_FIELD: re.search(f'name="{TOKEN_FIELD}" value="([^"]+)"', page.text)[1]}
    assert visitor.post(tenant.public(f"/meeting/g/{token}/feed"), data=proof).status_code == 303
    assert visitor.get(address).status_code == 404
    page = visitor.get(tenant.public(f"/meeting/g/{token}/calendar"))
    assert (feed in page.text, "/meeting/feed/" in page.text) == (False, True)
    assert visitor.get(tenant.public(f"/meeting/feed/{token}.ics")).status_code == 404
    assert visitor.get(tenant.public(f"/meeting/g/{feed}")).status_code == 404


def test_the_page_leads_into_calendars_and_knows_wechat(tenant, visitor):
    zone = ZoneInfo("Asia/Shanghai")
    start = datetime(2027, 5, 22, 14, tzinfo=zone)
    with tenant.scope():
        meeting = make_meeting("Tea & talk", starts_at=start, ends_at=start + timedelta(minutes=90))
        db.session.commit()
        code = meeting.code
    page = visitor.get(tenant.public(f"/meeting/{code}/calendar?lang=en")).text
    assert f'href="/corner/meeting/{code}/calendar.ics?lang=en"' in page
    assert "dates=20270522T060000Z%2F20270522T073000Z" in page
    assert "startdt=2027-05-22T06%3A00%3A00Z&amp;enddt=2027-05-22T07%3A30%3A00Z" in page
    assert "text=Tea+%26+talk" in page
    assert 'href="webcal://' in page

    inside = visitor.get(tenant.public(f"/meeting/{code}/calendar?lang=en"), headers={"User-Agent": WECHAT})
    assert "Open in browser" in inside.text
    assert "calendar.ics" not in inside.text
    assert "webcal:" not in inside.text
    assert "User-Agent" in inside.headers["Vary"]
    assert titles(visitor.get(tenant.public(f"/meeting/{code}/calendar.ics?lang=en"))) == ["Tea & talk"]


def test_without_a_time_there_is_nothing_to_take_along(tenant, visitor):
    with tenant.scope():
        meeting = make_meeting(starts_at=None, ends_at=None)
        guest = make_guest(meeting, state="invited")
        db.session.commit()
        code, token = meeting.code, guest_token(guest)
    for path in (
        f"{code}/calendar",
        f"{code}/calendar.ics",
        f"g/{token}/calendar",
        f"g/{token}/calendar.ics",
    ):
        assert visitor.get(tenant.public(f"/meeting/{path}")).status_code == 404
    assert "Add to calendar" not in visitor.get(tenant.public(f"/meeting/{code}?lang=en")).text
