"""Reminders: of an answer at most once a day, of the meeting the day before by the tenant's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from hutong import db
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.reminding import remind_of_tomorrow, remind_undecided
from plugins.meeting.testing import make_guest, make_meeting, set_time

STARTS = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # 00:30 of 25 November in Shanghai


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False) as travelling:
        yield travelling


@pytest.fixture
def meeting(app, tenant, clock):
    """A meeting with a guest who is coming, one who has not answered and one who declined; gives its id."""
    with tenant.scope():
        found = make_meeting()
        set_time(found, STARTS)
        make_guest(found, "Lin", email="lin@x.com", language="en")
        make_guest(found, "Wang", email="wang@x.com", state="invited", language="en")
        make_guest(found, "Zhao", email="zhao@x.com", state="declined", language="en")
        db.session.commit()
        meeting_id = found.id
    run_due_jobs(app)
    return meeting_id


def do(tenant, meeting_id, step):
    with tenant.scope():
        done = step(db.session.get(Meeting, (tenant.id, meeting_id)))
        db.session.commit()
        return done


def reminded(app, tenant):
    run_due_jobs(app)
    with tenant.scope():
        mails = reversed(recent_mails())
        return [
            (mail.recipient, mail.subject)
            for mail in mails
            if mail.subject.startswith(("Coming up", "Can you come"))
        ]


@pytest.mark.both_databases
def test_who_has_not_answered_is_asked_once_a_day(app, tenant, clock, meeting):
    assert [do(tenant, meeting, remind_undecided) for _twice in range(2)] == [1, 0]
    first = [("wang@x.com", "Can you come? Spring meeting")]
    assert reminded(app, tenant) == first

    clock.shift(timedelta(hours=23))
    assert do(tenant, meeting, remind_undecided) == 0
    clock.shift(timedelta(hours=2))
    assert do(tenant, meeting, remind_undecided) == 1
    assert reminded(app, tenant) == first * 2


@pytest.mark.both_databases
def test_whoever_is_coming_is_reminded_once_the_day_before(app, tenant, clock, meeting):
    def day_before(_meeting):
        remind_of_tomorrow({})

    do(tenant, meeting, day_before)  # 22 November: not yet
    assert reminded(app, tenant) == []

    clock.move_to("2026-11-24 01:00:00+00:00")
    for _twice in range(2):
        do(tenant, meeting, day_before)
    assert reminded(app, tenant) == [("lin@x.com", "Coming up: Spring meeting")]


def test_the_organiser_switches_the_reminder_off(app, tenant, clock, meeting):
    tenant.staff.post(tenant.console(f"/meeting/{meeting}/guests/reminds"), data={"reminds": ""})
    clock.move_to("2026-11-24 01:00:00+00:00")
    do(tenant, meeting, lambda _meeting: remind_of_tomorrow({}))
    assert reminded(app, tenant) == []

    page = tenant.staff.get(tenant.console(f"/meeting/{meeting}/guests?lang=en")).text
    assert "1 guest has said neither yes nor no." in page
    tenant.staff.post(tenant.console(f"/meeting/{meeting}/guests/remind"))
    assert len(reminded(app, tenant)) == 1
    assert (
        "All were asked within the last day."
        in tenant.staff.get(tenant.console(f"/meeting/{meeting}/guests?lang=en")).text
    )
    with tenant.scope():
        assert db.session.query(Guest).filter_by(name="Zhao").one().reminded_at is None
