"""What everybody sees: one page for all, drawn anew when it reads differently."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hutong import db
from plugins.meeting.operations import cancel_meeting
from plugins.meeting.testing import make_guest, make_meeting, make_series

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2037, 5, 22, 8, 0, tzinfo=SHANGHAI)
TEA = datetime(2037, 5, 22, 14, 0, tzinfo=SHANGHAI)


def _tea(**more):
    values = {"starts_at": TEA, "ends_at": TEA + timedelta(hours=2), "zone": "Asia/Shanghai"} | more
    return make_meeting("Spring tea", **values)


def _event(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


@pytest.mark.both_databases
def test_the_page_is_one_for_all_and_follows_what_changes(tenant, visitor):
    with tenant.scope():
        meeting = _tea(capacity=2, link="https://meet.example.com/secret", text={"en": "Tea, **no sale**."})
        page = tenant.public(f"/meeting/{meeting.code}")
        meeting_id = meeting.id
        db.session.commit()

    first = visitor.get(page)
    known = tenant.member.get(page)
    again = visitor.get(page, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.data == known.data
    assert "Tea, <strong>no sale</strong>." in first.text
    assert "Fri 22 May 2037, 14:00–16:00" in first.text
    assert ("Registration is open" in first.text, "secret" in first.text) == (True, False)
    assert _event(first.text) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Spring tea",
        "url": f"http://localhost{page}",
        "startDate": "2037-05-22T14:00+08:00",
        "endDate": "2037-05-22T16:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "organizer": {"@type": "Organization", "name": "corner shop"},
        "location": {"@type": "Place", "name": "Room 2", "address": "Room 2"},
    }

    with tenant.scope():
        meeting = db.session.get(type(meeting), (tenant.id, meeting_id))
        for name in ("One", "Two"):
            make_guest(meeting, name)
        db.session.commit()
    assert "Full: there is a waiting list" in visitor.get(page).text

    with tenant.scope():
        cancel_meeting(db.session.get(type(meeting), (tenant.id, meeting_id)), note="The kettle broke.")
        db.session.commit()
    cancelled = visitor.get(page)
    assert (cancelled.status_code, "The kettle broke." in cancelled.text) == (200, True)
    assert _event(cancelled.text)["eventStatus"] == "https://schema.org/EventCancelled"
    assert page.rpartition("/")[2] not in visitor.get(tenant.public("/meeting/")).text


def test_a_kept_page_is_drawn_anew_when_the_meeting_begins_and_ends(tenant, visitor, time_machine):
    time_machine.move_to(MORNING, tick=False)
    with tenant.scope():
        starts_at = MORNING + timedelta(minutes=10)
        meeting = make_meeting(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
        page, draft = tenant.public(f"/meeting/{meeting.code}"), make_meeting("Secret", state="draft").code
        db.session.commit()

    assert "Registration is open" in visitor.get(page).text
    time_machine.shift(timedelta(minutes=11))
    assert "It’s on now" in visitor.get(page).text
    time_machine.shift(timedelta(minutes=30))
    assert "This meeting is over" in visitor.get(page).text
    assert visitor.get(tenant.public(f"/meeting/{draft}")).status_code == 404
    listed = visitor.get(tenant.public("/meeting/")).text
    assert listed.index("Nothing is planned") < listed.index("Earlier") < listed.index("Spring meeting")


def test_a_series_shows_every_date_with_the_seats_left(tenant, visitor):
    with tenant.scope():
        series = make_series("Repair table")
        page = tenant.public(f"/meeting/series/{series.code}")
        dates = [
            _tea(series_id=series.id, capacity=2, starts_at=at, ends_at=at + timedelta(hours=1))
            for at in (TEA, TEA + timedelta(days=7), TEA + timedelta(days=14))
        ]
        make_guest(dates[1])
        cancel_meeting(dates[2])
        db.session.commit()

    text = visitor.get(page).text
    (line,) = re.findall(r'<li><a href="([^"]*)">.*more date', visitor.get(tenant.public("/meeting/")).text)

    assert line.partition("?")[0] == page
    assert re.findall(r"<em>(.*?)</em>", text) == ["2 seats left", "1 seat left", "Cancelled"]
    assert "Next: Fri 22 May 2037, 14:00–15:00" in text


def test_a_series_keeps_to_itself_what_is_not_listed(tenant, visitor):
    with tenant.scope():
        series, secret = make_series("Repair table"), make_series("Board")
        seen = _tea(series_id=series.id)
        hidden = make_meeting("For friends", series_id=series.id, listed=False)
        make_meeting("Not yet", series_id=secret.id, state="draft")
        alone = make_meeting("Behind doors", series_id=secret.id, listed=False)
        page, none = (tenant.public(f"/meeting/series/{one.code}") for one in (series, secret))
        places = [tenant.public(f"/meeting/{one.code}") for one in (hidden, alone)]
        codes = (seen.code, hidden.code)
        db.session.commit()

    for address in (page, f"{page}/calendar.ics"):
        text = visitor.get(address).text.replace("\r\n ", "")
        assert [one in text for one in codes] == [True, False]
    assert [visitor.get(one).status_code for one in (none, f"{none}/calendar.ics")] == [404, 404]
    # and nothing leads to a page that is not there
    assert [visitor.get(one).text.count("/meeting/series/") for one in places] == [1, 0]
    calendars = [visitor.get(f"{one}/calendar").text.count("/meeting/series/") for one in places]
    assert calendars == [1, 0]
