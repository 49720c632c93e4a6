"""The organiser's screen: days times times, and what is refused in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hutong import db, now
from plugins.meeting.models import DateOption, DatePoll
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_guest, make_meeting, make_voter


def _second_sunday(year):
    """When the clocks of New York skip half past two."""
    first = date(year, 3, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7)


@pytest.fixture
def meeting(tenant):
    with tenant.scope():
        made = make_meeting(starts_at=None, ends_at=None, zone="America/New_York")
        db.session.commit()
        return made.id


def _send(tenant, meeting, **typed):
    path = tenant.console(f"/meeting/{meeting}/poll/edit")
    return tenant.owner.post(
        path, data={"minutes": 60, "decides": "hand"} | typed, query_string={"lang": "en"}
    )


def _starts(tenant):
    with tenant.scope():
        return sorted(db.session.scalars(select(DateOption.starts_at)))


def test_days_times_times_by_the_clock_of_the_meeting(tenant, meeting):
    year = now().year + 1
    days = [f"{year}-01-10", f"{year}-07-10"]

    assert _send(tenant, meeting, day=days, time=["09:00", "", "14:30"]).status_code == 302

    assert _starts(tenant) == [
        datetime(year, 1, 10, 14, tzinfo=UTC),
        datetime(year, 1, 10, 19, 30, tzinfo=UTC),
        datetime(year, 7, 10, 13, tzinfo=UTC),
        datetime(year, 7, 10, 18, 30, tzinfo=UTC),
    ]
    again = _send(tenant, meeting, day=days[0], time=["09:00", "10:00"])
    assert again.status_code == 302
    assert len(_starts(tenant)) == 5  # the one that was there is not there twice


def test_a_whole_day_is_the_meetings_own_from_midnight_to_midnight(tenant, meeting):
    day = _second_sunday(now().year + 1)

    _send(tenant, meeting, day=day.isoformat(), minutes=0)

    with tenant.scope():
        option = db.session.scalars(select(DateOption)).one()
        assert (option.all_day, option.ends_at - option.starts_at) == (True, timedelta(hours=23))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tap a day at least"),
        ({"day": "2099-05-05"}, "Say at what time"),
        ({"day": "nonsense", "time": "09:00"}, "Write the day like"),
        ({"day": "2099-05-05", "time": "noon"}, "Write the time like"),
        ({"single": "2001-01-01T10:00"}, "gone by already"),
        ({"day": "2099-05-05", "time": "09:00", "closes_at": "2001-01-01T10:00"}, "This has passed already"),
        ({"day": "2099-05-05", "time": "09:00", "decides": "deadline"}, "Say until when people vote"),
        ({"day": "2099-05-05", "time": "09:00", "limit": "many"}, "Write a whole number"),
        ({"day": [f"2099-{month:02}-{day:02}" for month in (5, 6) for day in range(1, 17)],
          "time": ["09:00", "10:00"]}, "60 is the most"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_made(tenant, meeting, typed, said):
    answer = _send(tenant, meeting, **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert _starts(tenant) == []


def test_a_time_that_the_clocks_skip_is_refused_by_its_day(tenant, meeting):
    day = _second_sunday(now().year + 1).isoformat()

    answer = _send(tenant, meeting, day=[day, "2099-05-05"], time="02:30")

    assert answer.status_code == 422
    assert f"On {day} the clocks go forward, and 02:30 is left out" in answer.text
    assert 'value="02:30"' in answer.text


def test_a_date_goes_with_its_votes_only_when_somebody_says_so(tenant, meeting):
    _send(tenant, meeting, day=["2099-05-05", "2099-05-06"], time="09:00")
    with tenant.scope():
        poll = db.session.scalars(select(DatePoll)).one()
        make_voter(make_guest(meeting_by_id(meeting), "Wang Fang", state="invited"))
        first, second = (option.id for option in options_of(poll))
        db.session.commit()

    asked = _send(tenant, meeting, remove=str(first))
    assert (asked.status_code, "Wang Fang" in asked.text) == (422, True)
    assert _send(tenant, meeting, remove=str(first), sure="y").status_code == 302

    with tenant.scope():
        left = options_of(poll_by_meeting(meeting))
        assert [(option.id, option.taken) for option in left] == [(second, 1)]
