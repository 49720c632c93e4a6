"""Who does what: reminded exactly once before and once after, ticked off by link, gathered in one list."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from hutong import db
from hutong.people import Person
from hutong.testing import notifications_of, recent_mails
from plugins.meeting.action_items import Owner, add_action, change_action, owned_by_guest
from plugins.meeting.action_links import action_by_token, action_token
from plugins.meeting.action_queries import action_by_id, today
from plugins.meeting.action_reminders import _claim, remind
from plugins.meeting.models import Action
from plugins.meeting.testing import make_guest, make_meeting

pytestmark = pytest.mark.both_databases


@pytest.fixture
def owned(tenant):
    """Something to do in three days for a guest, a colleague, somebody without a mail, and just a name."""
    tenant.as_role("staff")
    with tenant.scope():
        meeting = make_meeting()
        guest = make_guest(meeting, "Wang Fang")
        colleague = db.session.query(Person).filter_by(role="staff").one()
        silent = Person(name="Old Chen", role="member")
        db.session.add(silent)
        db.session.flush()
        owners = [
            owned_by_guest(guest),
            Owner("staff", colleague.id),
            Owner("Old Chen", silent.id),
            Owner("The neighbour"),
        ]
        due = today() + timedelta(days=3)
        ids = [add_action(meeting, f"Task {number}", owner, due).id for number, owner in enumerate(owners)]
        db.session.commit()
        return ids, guest.email, silent.id


def _round(tenant, days):
    """The morning in so many days, twice; gives who has been written to by now."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)), tenant.scope():
        for _again in range(2):
            remind({})
            db.session.commit()
        return sorted((mail.recipient, mail.subject.partition(":")[0]) for mail in recent_mails())


def test_each_owner_is_reminded_once_before_and_once_after(tenant, owned):
    _ids, email, silent = owned
    staff = f"staff@{tenant.slug}.example"

    assert _round(tenant, 1) == []
    before = sorted([(email, "Due soon"), (staff, "Due soon")])
    assert _round(tenant, 2) == before
    assert _round(tenant, 3) == before
    both = sorted([*before, (email, "Still open"), (staff, "Still open")])
    assert _round(tenant, 4) == both
    assert _round(tenant, 5) == both
    with tenant.scope():
        told = [one.subject for one in notifications_of(silent)]
    assert sorted(told) == ["Due tomorrow: Task 2", "It was due yesterday: Task 2"]


def test_a_missed_morning_is_made_up_for_and_another_day_is_reminded_anew(tenant, owned):
    ids, email, _silent = owned
    assert len([one for one in _round(tenant, 3) if one[0] == email]) == 1
    with tenant.scope():
        action = action_by_id(ids[0])
        owner = Owner(action.owner, action.person_id, action.guest_id)
        change_action(action, text=action.text, owner=owner, due_on=today() + timedelta(days=9))
        db.session.commit()

    assert len([one for one in _round(tenant, 7) if one[0] == email]) == 1
    assert len([one for one in _round(tenant, 8) if one[0] == email]) == 2


def test_what_is_done_or_taken_off_is_not_reminded(tenant, owned):
    ids, _email, _silent = owned
    for action_id, path in zip(ids, ("done", "remove"), strict=False):
        tenant.owner.post(tenant.console(f"/meeting/actions/{action_id}/{path}"))

    assert _round(tenant, 2) == []
    tenant.owner.post(tenant.console(f"/meeting/actions/{ids[1]}/remove?back=1"))
    assert len(_round(tenant, 2)) == 1


def test_an_owner_ticks_it_off_by_link_and_the_organiser_sees_it(tenant, owned, visitor):
    ids, _email, _silent = owned
    with tenant.scope():
        token = action_token(action_by_id(ids[0]))
    address = tenant.public(f"/meeting/do/{token}")

    assert "It’s done" in visitor.get(address).get_data(as_text=True)
    with tenant.scope():
        assert action_by_id(ids[0]).done_at is None
    assert visitor.post(address).status_code == 400
    sealed = {"form_token": re.search(r'name="form_token" value="([^"]+)"', visitor.get(address).text)[1]}
    assert visitor.post(address, data=sealed).status_code == 302
    assert visitor.post(address, data=sealed).status_code == 302
    done = tenant.owner.get(tenant.console("/meeting/actions?which=done")).get_data(as_text=True)
    assert "Task 0" in done
    visitor.post(address, data={**sealed, "open": "1"})
    assert "Task 0" not in tenant.owner.get(tenant.console("/meeting/actions?which=done")).get_data(
        as_text=True
    )


def test_a_link_is_void_once_somebody_else_owns_it(tenant, owned, visitor):
    ids, _email, _silent = owned
    with tenant.scope():
        action = action_by_id(ids[0])
        token = action_token(action)
        assert action_by_token(token) is action
        assert [action_by_token(wrong) for wrong in ("", "x", "é", token[:-2] + "AA", "A" * 43)] == [None] * 5
        change_action(action, text="Task 0", owner=Owner("The neighbour"), due_on=action.due_on)
        db.session.commit()

    assert visitor.post(tenant.public(f"/meeting/do/{token}")).status_code == 404


def test_the_list_over_all_meetings_and_what_waits(tenant, owned):
    ids, _email, _silent = owned
    with tenant.scope():
        for number, days in ((0, -1), (1, 1)):
            db.session.get_one(Action, (tenant.id, ids[number])).due_on = today() + timedelta(days=days)
        db.session.commit()

    def listed(query):
        page = tenant.owner.get(tenant.console(f"/meeting/actions?{query}")).get_data(as_text=True)
        return [number for number in range(4) if f"<b>Task {number}</b>" in page]

    assert [listed(query) for query in ("", "which=late", "which=done", "owner=Old+Chen", "which=junk")] == [
        [0, 1, 2, 3],
        [0],
        [],
        [2],
        [0, 1, 2, 3],
    ]
    today_page = tenant.owner.get(tenant.console("/")).get_data(as_text=True)
    assert "1 thing is late" in today_page
    tenant.withhold("staff", "meeting.minutes")
    assert "still to do" in today_page
    assert "still to do" not in tenant.staff.get(tenant.console("/")).get_data(as_text=True)
    assert tenant.staff.get(tenant.console("/meeting/actions")).status_code == 403


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(tenant, owned):
    ids, _email, _silent = owned
    with tenant.scope():
        meeting_id = action_by_id(ids[0]).meeting_id
    address = tenant.console(f"/meeting/{meeting_id}/minutes/actions/new")

    answer = tenant.owner.post(
        address, data={"text": " ", "who": "", "owner": "The neighbour", "due_on": "2030-02-31"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Say what is to be done." in page
    assert 'value="The neighbour"' in page
    assert tenant.owner.post(address, data={"text": "x", "who": "guest:junk"}).status_code == 422
    assert (
        tenant.owner.post(address, data={"text": "x", "who": "", "owner": "The neighbour"}).status_code == 302
    )


def test_of_two_rounds_at_once_one_reminds(tenant, owned):
    ids, _email, _silent = owned
    with tenant.scope():
        action = action_by_id(ids[0])
        action.due_on = today() + timedelta(days=1)
        db.session.commit()
        stale = SimpleNamespace(id=action.id, reminded_on=None)

        assert [_claim(action, today()), _claim(stale, today())] == [True, False]
