"""What becomes of a guest: yes, maybe, no; approved or refused; waiting, coming, gone.

Every change of state goes through here: it keeps the seats right, writes the act, and tells the guest.
"""

from hutong import db, now
from plugins.meeting.acting import record_cancelling, record_registration, take_back_registration
from plugins.meeting.errors import ClosedError, GoneError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import ASIDE, HOLDS_SEAT, has_begun
from plugins.meeting.seats import (
    free_seat,
    hold_meeting,
    is_full,
    say_fullness_changed,
    take_seat,
    take_seat_in_turn,
)
from plugins.meeting.telling import tell_guest

GONE = frozenset({"refused", "removed"})


def accept(meeting: Meeting, guest: Guest, *, approved: bool = False, set_aside: bool = False) -> None:
    """The guest wants to come: they hold a seat, wait for one, or for approval where the meeting asks for it.

    Only an invited guest needs none, for who voted typed their address as well. Who is `set_aside`, as a
    machine may have sent it, waits for approval everywhere, is not told, and counts nowhere until then,
    whatever they answer meanwhile. Raises `GoneError` for who was refused or removed, `ClosedError` where
    the meeting is cancelled or has begun.
    """
    _check(meeting, guest)
    if guest.state in {HOLDS_SEAT, "waiting"} or (guest.state == "pending" and not approved):
        return
    if set_aside:
        guest.origin = ASIDE
    elif approved:
        _trust(guest)
    was_full = is_full(meeting)
    moment = now()
    if guest.state != "pending":  # who was approved keeps their place
        guest.queued_at = moment
    guest.answered_at = moment
    is_aside = guest.origin == ASIDE
    if is_aside or (meeting.approval and guest.origin != "invited" and not approved):
        guest.state = "pending"
    else:
        guest.state = HOLDS_SEAT if take_seat_in_turn(meeting.id) else "waiting"
    if not is_aside:
        record_registration(guest)
        tell_guest(guest, at_once=approved)
    say_fullness_changed(meeting, was_full=was_full)


def say_maybe(meeting: Meeting, guest: Guest) -> None:
    """The guest does not know yet; a seat they held is free again."""
    _check(meeting, guest)
    _leave(meeting, guest, "maybe")
    _tell_calendar(guest)


def decline(meeting: Meeting, guest: Guest) -> None:
    """The guest does not come, or comes no more."""
    _check(meeting, guest)
    had_place = guest.state in {HOLDS_SEAT, "waiting", "pending"} and guest.origin != ASIDE
    _leave(meeting, guest, "declined")
    if had_place:
        record_cancelling(guest)
        tell_guest(guest)
    else:
        _tell_calendar(guest)


def refuse(meeting: Meeting, guest: Guest) -> None:
    """The organiser does not approve; the guest is told."""
    _hold(meeting, guest)
    _leave(meeting, guest, "refused")
    tell_guest(guest, at_once=True)


def remove(meeting: Meeting, guest: Guest) -> None:
    """The organiser takes the guest off the list; the guest is told."""
    _hold(meeting, guest)
    _leave(meeting, guest, "removed")
    tell_guest(guest, at_once=True)


def invite_again(guest: Guest) -> None:
    """Who was refused or removed is asked once more."""
    _trust(guest)
    guest.state, guest.answered_at = "invited", None


def let_in(meeting: Meeting, guest: Guest) -> None:
    """The guest has come in: they hold a seat even where none is left, whatever was said before."""
    if guest.state == HOLDS_SEAT:
        return
    was_full = is_full(meeting)
    _trust(guest)
    guest.state, guest.answered_at = HOLDS_SEAT, now()
    take_seat(meeting.id, even_if_full=True)
    say_fullness_changed(meeting, was_full=was_full)


def _trust(guest: Guest) -> None:
    """Somebody of the house says that it is a person."""
    if guest.origin == ASIDE:
        guest.origin = "registered"


def _hold(meeting: Meeting, guest: Guest) -> None:
    """Wait for whoever changes this list now: always the meeting first, so that nobody waits in a circle."""
    hold_meeting(meeting.id)
    db.session.flush()
    db.session.refresh(meeting)
    db.session.refresh(guest, with_for_update=True)


def _check(meeting: Meeting, guest: Guest) -> None:
    _hold(meeting, guest)
    if guest.state in GONE:
        raise GoneError
    if meeting.state != "open" or has_begun(meeting):
        raise ClosedError


def _leave(meeting: Meeting, guest: Guest, state: str) -> None:
    had_seat, was_full, since = guest.state == HOLDS_SEAT, is_full(meeting), guest.answered_at
    guest.state, guest.answered_at = state, now()
    db.session.flush()
    if had_seat:
        take_back_registration(guest, since)
        free_seat(meeting.id)
        say_fullness_changed(meeting, was_full=was_full)


def _tell_calendar(guest: Guest) -> None:
    """Who just said it on their page needs no mail, but their calendar does, if it has the meeting."""
    if guest.mailed_sequence >= 0:
        tell_guest(guest)
