"""Reminders: of an answer, when the organiser asks for one; of the meeting, by itself the day before."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from hutong import daily, db, enqueue, now, tenant_in_scope
from plugins.meeting.guest_queries import guests_after
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import HOLDS_SEAT, has_begun, meeting_by_id
from plugins.meeting.telling import remind

UNDECIDED = ("invited", "maybe")
ONCE = timedelta(days=1)
"""A guest is reminded of their answer no more often."""
FEW = 200
"""Guests for whom one job asks for mails."""


def undecided_counts(meeting: Meeting) -> tuple[int, int, datetime | None]:
    """Of the guests with an address who said neither yes nor no: how many there are, how many of them can be
    reminded now, and when one was last.
    """
    if meeting.state != "open" or meeting.starts_at is None or has_begun(meeting):
        return 0, 0, None
    row = db.session.execute(
        select(func.count(), func.count().filter(_is_due()), func.max(Guest.reminded_at)).where(
            *_undecided(meeting)
        )
    ).one()
    return int(row[0]), int(row[1]), row[2]


def remind_undecided(meeting: Meeting) -> int:
    """Ask all of them once more who were not asked within a day; gives how many.

    Of two who press at once, one reminds each guest.
    """
    if not undecided_counts(meeting)[1]:
        return 0
    moment = now()
    reminded = db.session.scalars(
        update(Guest)
        .where(*_undecided(meeting), _is_due())
        .values(reminded_at=moment)
        .returning(Guest)
        .execution_options(synchronize_session=False)
    ).all()
    _remind_each(reminded, f"answer/{moment:%Y-%m-%dT%H:%M}")
    return len(reminded)


@daily(at=time(9, 0))
def remind_of_tomorrow(_payload: Mapping[str, Any]) -> None:
    """Each meeting that is tomorrow by the tenant's calendar gets a job; run twice, it reminds once."""
    zone = tenant_in_scope().zone
    tomorrow = now().astimezone(zone).date() + timedelta(days=1)
    first, last = (datetime.combine(day, time(), zone) for day in (tomorrow, tomorrow + timedelta(days=1)))
    meetings = db.session.scalars(
        select(Meeting.id).where(
            Meeting.state == "open",
            Meeting.reminds,
            Meeting.starts_at >= first,
            Meeting.starts_at < last,
            Meeting.deleted_at.is_(None),
        )
    )
    for meeting_id in meetings:
        _enqueue_some(meeting_id, tomorrow)


def remind_some(payload: Mapping[str, Any]) -> None:
    """Some of the guests who are coming; the others in the next job, so that no transaction is long."""
    meeting = meeting_by_id(uuid.UUID(payload["meeting"]))
    if meeting is None or meeting.state != "open" or not meeting.reminds:
        return
    after = uuid.UUID(payload["after"]) if payload.get("after") else None
    guests = guests_after(meeting.id, after, FEW)
    _remind_each((guest for guest in guests if guest.state == HOLDS_SEAT), f"before/{payload['day']}")
    if len(guests) == FEW:
        _enqueue_some(meeting.id, date.fromisoformat(payload["day"]), after=str(guests[-1].id))


def _enqueue_some(meeting_id: uuid.UUID, day: date, after: str = "") -> None:
    payload = {"meeting": str(meeting_id), "day": day.isoformat(), "after": after}
    enqueue("meeting.remind_some", payload, language="")


def _remind_each(guests: Iterable[Guest], key: str) -> None:
    for guest in guests:
        remind(guest, key=key)


def _undecided(meeting: Meeting) -> tuple[ColumnElement[bool], ...]:
    return Guest.meeting_id == meeting.id, Guest.state.in_(UNDECIDED), Guest.email.is_not(None)


def _is_due() -> ColumnElement[bool]:
    return or_(Guest.reminded_at.is_(None), Guest.reminded_at <= now() - ONCE)


HANDLERS = {"remind_of_tomorrow": remind_of_tomorrow, "remind_some": remind_some}
