"""Who does what by when: of one meeting, of a series, of all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, select

from hutong import db, now, tenant_in_scope
from hutong.people import Person
from plugins.meeting.models import Action, Guest, Meeting
from plugins.meeting.same_guest import is_proved, rows_of

Which = Literal["open", "late", "done"]
AT_MOST = 300


@dataclass(frozen=True, slots=True)
class ToDo:
    """An action and the meeting it comes from."""

    action: Action
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are open, and how many of these should be done by now."""

    open: int
    late: int


def today() -> date:
    """The day by the tenant's clock."""
    return now().astimezone(tenant_in_scope().zone).date()


def is_late(action: Action) -> bool:
    """Whether it should be done by now."""
    return action.done_at is None and action.due_on is not None and action.due_on < today()


def action_by_id(action_id: uuid.UUID, *, lock: bool = False) -> Action | None:
    """An action, also one that was taken off the minutes; `lock` before a change."""
    found = select(Action).where(Action.id == action_id)
    return db.session.scalar(found.with_for_update() if lock else found)


def actions_of(meeting: Meeting, until: datetime | None = None) -> Sequence[Action]:
    """What a meeting gave people to do, in its order; with `until` without what was written down later."""
    found = select(Action).where(Action.meeting_id == meeting.id, Action.deleted_at.is_(None))
    if until is not None:
        found = found.where(Action.created_at <= until)
    return db.session.scalars(found.order_by(Action.position, Action.id)).all()


def left_over(meeting: Meeting) -> list[ToDo]:
    """What is still open from earlier meetings of the series, the oldest first."""
    if meeting.series_id is None:
        return []
    found = _of_meetings().where(
        Meeting.series_id == meeting.series_id, Meeting.id != meeting.id, Action.done_at.is_(None)
    )
    if meeting.starts_at is not None:
        found = found.where(Meeting.starts_at < meeting.starts_at)
    return _todos(found.order_by(Meeting.starts_at, Action.position, Action.id))


def all_actions(which: Which, owner: str = "") -> list[ToDo]:
    """Of all meetings: what is due first stands first; of the done, what was done last."""
    found = _of_meetings().where(*_which(which))
    if owner:
        found = found.where(Action.owner == owner)
    order = (
        (Action.done_at.desc(),) if which == "done" else (Action.due_on.is_(None), Action.due_on, Action.id)
    )
    return _todos(found.order_by(*order).limit(AT_MOST))


def owners() -> Sequence[str]:
    """Who has something to do, by name."""
    named = _of_meetings().with_only_columns(Action.owner).where(Action.owner != "", Action.done_at.is_(None))
    return db.session.scalars(named.group_by(Action.owner).order_by(Action.owner).limit(AT_MOST)).all()


def counts() -> Counts:
    """How much is open in all meetings."""
    of = _of_meetings().with_only_columns(
        func.count(), func.count().filter(Action.due_on < today()), maintain_column_froms=True
    )
    row = db.session.execute(of.where(Action.done_at.is_(None))).one()
    return Counts(int(row[0]), int(row[1]))


def actions_for(guest: Guest) -> list[ToDo]:
    """What a guest is to do, from every meeting that their link may lead to; what is open first."""
    mine: ColumnElement[bool] = Action.guest_id.in_(select(Guest.id).where(rows_of(guest)))
    if is_proved(guest):
        person = select(Person.id).where(Person.id == guest.person_id, Person.email == guest.email)
        mine |= Action.guest_id.is_(None) & Action.person_id.in_(person)
    order = (Action.done_at.is_not(None), Action.due_on.is_(None), Action.due_on, Action.id)
    return _todos(_of_meetings().where(mine, Action.done_at.is_(None)).order_by(*order).limit(AT_MOST))


def _of_meetings() -> Select[Action, Meeting]:
    return (
        select(Action, Meeting)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(Action.deleted_at.is_(None), Meeting.deleted_at.is_(None))
    )


def _which(which: Which) -> list[ColumnElement[bool]]:
    if which == "done":
        return [Action.done_at.is_not(None)]
    still_open = Action.done_at.is_(None)
    return [still_open, Action.due_on < today()] if which == "late" else [still_open]


def _todos(found: Select[Action, Meeting]) -> list[ToDo]:
    return [ToDo(action, meeting) for action, meeting in db.session.execute(found)]
