"""Seats: a limit that never breaks, by conditional updates; and the waiting list that moves up by itself.

Whoever changes a list holds its meeting first (`hold_meeting`), then the guest: on PostgreSQL two changes of
one meeting come one after the other, and nobody waits in a circle. SQLite has one writer anyhow.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select, update

from hutong import changed_rows, db, now, touch_tenant
from plugins.meeting.acting import record_registration
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import HOLDS_SEAT, has_begun
from plugins.meeting.telling import tell_guest


def hold_meeting(meeting_id: uuid.UUID) -> None:
    """Wait for whoever changes this meeting's list now; call it before the first write of a change.

    Nothing is flushed before it: a guest's row that is written first could be what the other waits for.
    Rows that only refer to the meeting (a scan, an invitation) need not wait.
    """
    with db.session.no_autoflush:
        db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(key_share=True))


def hold_meetings(meeting_ids: Iterable[uuid.UUID]) -> None:
    """Hold several: always in one order, so that two who need the same ones do not wait for each other."""
    for meeting_id in sorted(meeting_ids):
        hold_meeting(meeting_id)


def take_seat(meeting_id: uuid.UUID, *, even_if_full: bool = False) -> bool:
    """One seat more is taken; False where there is none. `even_if_full` for walk-ins."""
    room = or_(Meeting.capacity.is_(None), Meeting.taken < Meeting.capacity)
    taken = changed_rows(
        update(Meeting)
        .where(Meeting.id == meeting_id, *([] if even_if_full else [room]))
        .values(taken=Meeting.taken + 1)
    )
    return bool(taken)


def free_seat(meeting_id: uuid.UUID) -> None:
    """One seat is free again; who waits longest moves up."""
    db.session.execute(
        update(Meeting).where(Meeting.id == meeting_id, Meeting.taken > 0).values(taken=Meeting.taken - 1)
    )
    move_up(meeting_id)


def move_up(meeting_id: uuid.UUID) -> int:
    """Guests who wait take the free seats, who waits longest first, and are told; gives how many.

    Nobody moves up to a meeting that has begun or is cancelled.
    """
    hold_meeting(meeting_id)
    meeting = db.session.scalars(select(Meeting).where(Meeting.id == meeting_id)).one()
    moved = 0
    if meeting.state != "open" or has_begun(meeting):
        return moved
    while (guest := _first_waiting(meeting_id)) is not None and take_seat(meeting_id):
        guest.state, guest.answered_at = HOLDS_SEAT, now()
        record_registration(guest)
        tell_guest(guest)
        moved += 1
    return moved


def take_seat_in_turn(meeting_id: uuid.UUID) -> bool:
    """A seat for who comes last: whoever waits goes first, and a free seat may be theirs already."""
    move_up(meeting_id)
    return _first_waiting(meeting_id) is None and take_seat(meeting_id)


def is_full(meeting: Meeting) -> bool:
    """Whether every seat is taken; a guest who registers now waits."""
    return meeting.capacity is not None and meeting.taken >= meeting.capacity


def seats_left(meeting: Meeting) -> int | None:
    """How many more can come; None where there is no limit."""
    return None if meeting.capacity is None else max(0, meeting.capacity - meeting.taken)


def say_fullness_changed(meeting: Meeting, *, was_full: bool) -> None:
    """Pages that say "full" are made anew where that has changed."""
    db.session.refresh(meeting, ["taken", "capacity"])
    if is_full(meeting) != was_full:
        touch_tenant(tenant_id=meeting.tenant_id)


def _first_waiting(meeting_id: uuid.UUID) -> Guest | None:
    return db.session.scalar(
        select(Guest)
        .where(Guest.meeting_id == meeting_id, Guest.state == "waiting")
        .order_by(Guest.queued_at, Guest.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
