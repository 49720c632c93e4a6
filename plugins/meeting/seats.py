"""Seats: a limit that never breaks, by conditional updates; and the waiting list that moves up by itself."""

import uuid

from sqlalchemy import or_, select, update

from hutong import db, now, touch_tenant
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.telling import tell_guest


def take_seat(meeting_id: uuid.UUID, *, even_if_full: bool = False) -> bool:
    """One seat more is taken; False where there is none. `even_if_full` for walk-ins."""
    room = or_(Meeting.capacity.is_(None), Meeting.taken < Meeting.capacity)
    taken = db.session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id, *([] if even_if_full else [room]))
        .values(taken=Meeting.taken + 1)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def free_seat(meeting_id: uuid.UUID) -> None:
    """One seat is free again; who waits longest moves up."""
    db.session.execute(
        update(Meeting).where(Meeting.id == meeting_id, Meeting.taken > 0).values(taken=Meeting.taken - 1)
    )
    move_up(meeting_id)


def move_up(meeting_id: uuid.UUID) -> int:
    """Guests who wait take the free seats, who waits longest first, and are told; gives how many."""
    moved = 0
    while (guest := _first_waiting(meeting_id)) is not None and take_seat(meeting_id):
        changed = db.session.execute(
            update(Guest)
            .where(Guest.id == guest.id, Guest.state == "waiting")
            .values(state="coming", answered_at=now())
        )
        if not changed.rowcount:  # type: ignore[attr-defined]  # somebody was faster
            db.session.execute(
                update(Meeting).where(Meeting.id == meeting_id).values(taken=Meeting.taken - 1)
            )
            continue
        db.session.refresh(guest)
        tell_guest(guest)
        moved += 1
    return moved


def is_full(meeting: Meeting) -> bool:
    """Whether every seat is taken; a guest who registers now waits."""
    return meeting.capacity is not None and meeting.taken >= meeting.capacity


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
        .with_for_update()
    )
