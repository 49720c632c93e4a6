"""Seats and the waiting list, step by step; many at once are in tests/races."""

import pytest

from hutong import db, now
from plugins.meeting.attending import accept, decline, remove
from plugins.meeting.models import Guest
from plugins.meeting.operations import change_meeting
from plugins.meeting.seats import move_up, take_seat
from plugins.meeting.testing import make_guest, make_meeting, set_time

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _in_tenant(tenant):
    with tenant.scope():
        yield


def states(*guests: Guest) -> list[str]:
    for guest in guests:
        db.session.refresh(guest)
    return [guest.state for guest in guests]


def test_more_seats_are_for_those_who_wait():
    meeting = make_meeting(capacity=1)
    guests = [make_guest(meeting, name) for name in ("One", "Two", "Three", "Four")]

    change_meeting(meeting, capacity=3)

    assert states(*guests) == ["coming", "coming", "coming", "waiting"]
    assert meeting.taken == 3


def test_nobody_overtakes_who_waits_even_where_a_seat_is_free():
    meeting = make_meeting(capacity=1)
    one, two = make_guest(meeting, "One"), make_guest(meeting, "Two")
    meeting.capacity = 2  # by hand, so that nobody has moved up yet

    three = make_guest(meeting, "Three")

    assert states(one, two, three) == ["coming", "coming", "waiting"]


def test_who_was_approved_keeps_the_place_of_their_registration():
    meeting = make_meeting(capacity=1, approval=True)
    first, late = (make_guest(meeting, name, origin="registered") for name in ("First", "Late"))
    make_guest(meeting, "Invited")
    for guest in (late, first):
        accept(meeting, guest, approved=True)
    assert states(first, late) == ["waiting", "waiting"]
    assert first.queued_at < late.queued_at

    change_meeting(meeting, capacity=2)

    assert states(first, late) == ["coming", "waiting"]


def test_approving_who_waits_already_costs_them_no_place():
    meeting = make_meeting(capacity=1)
    _one, two, _three = (make_guest(meeting, name) for name in ("One", "Two", "Three"))
    before = two.queued_at

    accept(meeting, two, approved=True)

    assert (two.state, two.queued_at) == ("waiting", before)


def test_what_a_machine_may_have_sent_waits_for_approval_and_holds_no_seat():
    meeting = make_meeting(capacity=1)
    guest = make_guest(meeting, state="invited", origin="registered")

    accept(meeting, guest, set_aside=True)
    db.session.refresh(meeting)
    assert (guest.state, meeting.taken) == ("pending", 0)
    accept(meeting, guest)
    assert guest.state == "pending"
    accept(meeting, guest, approved=True)
    assert guest.state == "coming"


def test_nobody_moves_up_once_it_has_begun():
    meeting = make_meeting(capacity=1)
    one, two = make_guest(meeting, "One"), make_guest(meeting, "Two")
    set_time(meeting, now())

    remove(meeting, one)

    assert states(one, two) == ["removed", "waiting"]
    assert (move_up(meeting.id), meeting.taken) == (0, 0)


def test_walk_ins_go_beyond_the_limit_and_their_leaving_frees_no_seat():
    meeting = make_meeting(capacity=1)
    one, two = make_guest(meeting, "One"), make_guest(meeting, "Two")
    take_seat(meeting.id, even_if_full=True)

    decline(meeting, one)

    assert (states(two), meeting.taken) == (["waiting"], 1)
