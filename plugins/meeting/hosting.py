"""What an organiser does against the usual order: a seat although there is none, and a step taken back."""

from hutong import db, now
from plugins.meeting.acting import record_registration
from plugins.meeting.attending import GONE, accept
from plugins.meeting.errors import ClosedError, GoneError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import HOLDS_SEAT, has_begun
from plugins.meeting.seats import hold_meeting, is_full, say_fullness_changed, take_seat
from plugins.meeting.telling import tell_guest


def seat_anyway(meeting: Meeting, guest: Guest) -> None:
    """Give the guest a seat although there may be none left.

    Raises `GoneError` for who was refused or removed, `ClosedError` where the meeting is
    cancelled or has begun.
    """
    _hold(meeting, guest)
    if guest.state in GONE:
        raise GoneError
    _check_open(meeting)
    if guest.state == HOLDS_SEAT:
        return
    was_full = is_full(meeting)
    take_seat(meeting.id, even_if_full=True)
    guest.state, guest.answered_at = HOLDS_SEAT, now()
    record_registration(guest)
    tell_guest(guest)
    say_fullness_changed(meeting, was_full=was_full)


def put_back(meeting: Meeting, guest: Guest, state: str) -> None:
    """Who was refused or removed stands as before; who held a seat may have to wait for one.

    Raises `ClosedError` where somebody who was coming could not come any more.
    """
    _hold(meeting, guest)
    if guest.state not in GONE:
        return
    if state not in {HOLDS_SEAT, "waiting"}:
        guest.state = state
        tell_guest(guest)
        return
    _check_open(meeting)
    guest.state = "invited"
    accept(meeting, guest, approved=True)


def _check_open(meeting: Meeting) -> None:
    if meeting.state != "open" or has_begun(meeting):
        raise ClosedError


def _hold(meeting: Meeting, guest: Guest) -> None:
    """The meeting first, as everywhere, so that nobody waits in a circle."""
    hold_meeting(meeting.id)
    db.session.flush()
    db.session.refresh(meeting)
    db.session.refresh(guest, with_for_update=True)
