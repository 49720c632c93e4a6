"""Seats and states: what becomes of guests, on both databases."""

import pytest

from hutong import db, now
from plugins.meeting.attending import accept, decline, remove
from plugins.meeting.errors import ClosedError, GoneError
from plugins.meeting.links import guest_by_token, guest_token
from plugins.meeting.models import Guest
from plugins.meeting.testing import make_guest, make_meeting, set_time


@pytest.fixture(autouse=True)
def _in_tenant(tenant):
    with tenant.scope():
        yield


pytestmark = pytest.mark.both_databases


def _states(*guests: Guest) -> list[str]:
    for guest in guests:
        db.session.refresh(guest)
    return [guest.state for guest in guests]


def test_who_waits_longest_moves_up():
    meeting = make_meeting(capacity=2)
    one, two, three, four = (make_guest(meeting, name) for name in ("One", "Two", "Three", "Four"))
    assert _states(one, two, three, four) == ["coming", "coming", "waiting", "waiting"]

    decline(meeting, one)

    assert _states(one, two, three, four) == ["declined", "coming", "coming", "waiting"]
    assert meeting.taken == 2


def test_who_declined_waits_behind_the_others():
    meeting = make_meeting(capacity=1)
    one, two = make_guest(meeting, "One"), make_guest(meeting, "Two")
    decline(meeting, one)
    three = make_guest(meeting, "Three")

    accept(meeting, one)
    decline(meeting, two)

    assert _states(one, two, three) == ["waiting", "declined", "coming"]


def test_a_removed_guest_and_a_begun_meeting_take_no_answer():
    meeting = make_meeting()
    guest, other = make_guest(meeting), make_guest(meeting)
    remove(meeting, guest)
    with pytest.raises(GoneError):
        accept(meeting, guest)

    set_time(meeting, now())
    with pytest.raises(ClosedError):
        decline(meeting, other)


def test_a_link_ends_when_its_number_is_raised():
    guest = make_guest()
    token = guest_token(guest)
    assert guest_by_token(token) is guest

    guest.link_number += 1

    assert guest_by_token(token) is None
    assert guest_by_token(guest_token(guest)) is guest
    assert [guest_by_token(wrong) for wrong in ("", "x", "é", token[:-1] + "A", "A" * 43)] == [None] * 5
