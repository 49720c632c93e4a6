"""Fifty generated meetings: what we write is read alike by three parsers and by a calendar program."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from hutong import db, tenant_in_scope
from plugins.meeting.calendars.feeds import series_calendar
from plugins.meeting.calendars.invitations import invitation, withdrawal
from plugins.meeting.links import feed_token, guest_token
from plugins.meeting.models import Meeting, Series
from plugins.meeting.operations import create_meeting, create_series
from plugins.meeting.recurring import moments_of
from plugins.meeting.testing import make_guest, make_meeting
from plugins.meeting.tests.calendar_readers import by_ical, by_icalendar, by_khal, by_vobject
from plugins.meeting.tests.generated_meetings import make_fifty

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


def expected():
    """The occurrences as the database has them."""
    return expected_of(db.session.scalars(select(Meeting).where(Meeting.state == "open")))


def expected_of(meetings):
    lines = []
    for one in meetings:
        zone = ZoneInfo(one.zone)
        start, end = one.starts_at.astimezone(UTC), one.ends_at.astimezone(UTC)
        if one.all_day:
            start, end = start.astimezone(zone).date(), end.astimezone(zone).date()
        title = " ".join(one.title["en"].replace("\x0b", " ").split())
        lines.append((start.isoformat(), end.isoformat(), title))
    return sorted(lines)


def uid_of_series(meeting):
    return db.session.scalars(select(Series.uid).where(Series.id == meeting.series_id)).one()


@pytest.fixture
def feed(tenant, visitor):
    """The text of a tenant's feed, and what should stand in it."""
    with time_machine.travel(NOW, tick=False):
        with tenant.scope():
            make_fifty(1)
            wanted = expected()
            db.session.commit()
        return visitor.get(tenant.public("/meeting/feed.ics?lang=en")).text, wanted


def test_three_parsers_and_khal_read_the_feed_alike(feed, tmp_path, figure):
    text, wanted = feed
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert by_icalendar(text) == wanted
    assert by_vobject(text) == wanted
    assert by_ical(text) == wanted
    began = time.perf_counter()
    assert by_khal(text, tmp_path) == wanted
    took = time.perf_counter() - began
    figure(
        "calendars",
        f"50 meetings, {len(wanted)} occurrences, read alike by 3 parsers and khal ({took:.0f} s)",
    )


def test_each_mail_is_read_alike_and_follows_the_rules_of_invitations(tenant):
    """One event, its name and number as they should be, one attendee, and the time that the database has."""
    with time_machine.travel(NOW, tick=False), tenant.scope():
        info = tenant_in_scope()
        meetings = [one for one in make_fifty(3) if one.state == "open"][:50]
        assert len(meetings) == 50
        for number, meeting in enumerate(meetings):
            guest = make_guest(meeting, 'Ann "A"; Lee', email=f"ann{number}@example.com", state="coming")
            other = make_guest(meeting, "Ben Other", email=f"ben{number}@example.com", state="coming")
            asked = invitation(info, meeting, guest, "en", sequence=4)
            off = withdrawal(info, meeting, guest, "en", sequence=5)
            (line,) = expected_of([meeting])
            assert by_icalendar(asked) == by_vobject(asked) == by_ical(asked) == [line]
            assert by_icalendar(off) == by_vobject(off) == by_ical(off) == []
            names = set()
            for text, method, sequence in ((asked, "REQUEST", 4), (off, "CANCEL", 5)):
                calendar = Calendar.from_ical(text)
                (event,) = calendar.events
                recurs = event.get("recurrence-id")
                names.add((str(event["uid"]), recurs and recurs.to_ical()))
                assert (calendar["method"], event["sequence"]) == (method, sequence)
                assert [str(one) for one in event.attendees] == [f"mailto:ann{number}@example.com"]
                assert str(event["organizer"]) == "mailto:noreply@localhost"
                whole = text.replace("\r\n ", "")
                assert "ben" not in whole.lower()
                assert guest_token(guest) in whole
                assert guest_token(other) not in whole
            assert len(names) == 1
            assert names.pop()[0] == (uid_of_series(meeting) if meeting.recurs_at else meeting.uid)


@pytest.mark.parametrize("clock", ["02:30", "01:30"])
def test_a_series_through_a_night_that_skips_or_repeats_its_hour(tenant, tmp_path, clock):
    """In Berlin 02:30 is skipped in March; in New York 01:30 comes twice in November."""
    name, first = {
        "02:30": ("Europe/Berlin", datetime(2027, 3, 20, 2, 30)),  # noqa: DTZ001 - by the wall
        "01:30": ("America/New_York", datetime(2027, 11, 1, 1, 30)),  # noqa: DTZ001 - by the wall
    }[clock]
    zone = ZoneInfo(name)
    rule = {"freq": "daily", "count": 14}
    with time_machine.travel(NOW, tick=False), tenant.scope():
        series = create_series(title={"en": "Night"}, rule=rule)
        for moment in moments_of(rule, first.replace(tzinfo=zone), zone):
            create_meeting(
                title={"en": "Night"},
                state="open",
                zone=name,
                series_id=series.id,
                recurs_at=moment,
                starts_at=moment,
                ends_at=moment + timedelta(hours=1),
            )
        db.session.flush()
        text, wanted = series_calendar(tenant_in_scope(), series, "en"), expected()
    assert len(wanted) == 14
    assert by_icalendar(text) == by_vobject(text) == by_ical(text) == by_khal(text, tmp_path) == wanted


def test_no_feed_and_no_page_names_another_guest(tenant, visitor):
    """Guests with names and addresses stand behind everything that a stranger or one guest can open."""
    with tenant.scope():
        meeting = make_meeting("Tea")
        mine = make_guest(meeting, "Ann Lee", email="ann@example.com")
        for state in ("coming", "invited", "maybe", "declined", "removed"):
            make_guest(meeting, f"Otherguest {state}", email=f"otherguest-{state}@example.com", state=state)
        db.session.commit()
        code, token, feed = meeting.code, guest_token(mine), feed_token(mine)
    open_to_all = ("feed.ics", "", code, f"{code}/calendar", f"{code}/calendar.ics")
    own = (f"feed/{feed}.ics", f"g/{token}", f"g/{token}/calendar", f"g/{token}/calendar.ics")
    for path in (*open_to_all, *own):
        answer = visitor.get(tenant.public(f"/meeting/{path}"))
        assert (path, answer.status_code) == (path, 200)
        words = answer.text.lower().replace("\r\n ", "")
        assert (path, "otherguest" in words) == (path, False)
        assert (path, "ann@example.com" in words) == (path, False)
