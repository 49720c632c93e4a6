"""The handler's list of letters: what can be found without a key, and the first words, with one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func

from hutong import db
from plugins.complaint.access import readable
from plugins.complaint.letters import open_letter
from plugins.complaint.models import LIVE_STATES, Case
from plugins.complaint.sealing import CaseKeys, SealError
from plugins.complaint.unlocking import Desk

ON_A_PAGE = 20
TABS = ("new", "working", "asking", "closed", "aside")
"""States, and what looked like a machine's: set aside, it stands under no other tab."""
FIRST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Filter:
    """What is listed. `due`: "" or "late" (a deadline has passed or ends today)."""

    state: str = "new"
    box_id: uuid.UUID | None = None
    topic_id: uuid.UUID | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One letter of the list."""

    case: Case
    words: str
    unread: bool


def letters(desk: Desk, chosen: Filter, day: date, page: int = 1) -> Sequence[Row]:
    """A page of the letters a handler may read: what is due first, first."""
    statement = _narrowed(readable(desk.handler.id), chosen, day)
    order: tuple[ColumnElement[Any], ...] = (due_on().is_(None), due_on())
    if chosen.state == "closed":
        order = (Case.closed_on.desc(),)
    rows = db.session.execute(
        statement.order_by(*order, Case.id).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    ).all()
    waiting = _with_unread_inside(desk, [case.id for case, _sealed in rows])
    return [Row(one, first_words(desk, one, sealed), one.unread or one.id in waiting) for one, sealed in rows]


def counts(desk: Desk, chosen: Filter, day: date) -> dict[str, int]:
    """How many letters stand under each tab, for the box, topic and due date chosen."""
    statement = _narrowed(readable(desk.handler.id), chosen, day, any_state=True)
    columns = (Case.state, Case.is_aside, func.count())
    rows = db.session.execute(statement.with_only_columns(*columns).group_by(Case.state, Case.is_aside))
    found: dict[str, int] = {}
    for state, is_aside, count in rows.all():
        tab = "aside" if is_aside and state in LIVE_STATES else state
        found[tab] = found.get(tab, 0) + count
    return found


def due_on() -> ColumnElement[Any]:
    """The next deadline of a case that was not kept yet."""
    return case(
        ((Case.acknowledged_on.is_(None)) & (Case.ack_due.is_not(None)), Case.ack_due),
        (Case.answered_on.is_(None), Case.answer_due),
        else_=None,
    )


def first_words(desk: Desk, one: Case, sealed: bytes) -> str:
    """How a letter begins; empty where what is stored cannot be read."""
    try:
        text = open_letter(one, CaseKeys.unsealed(sealed, desk.pair).talk).text
    except SealError:
        return ""
    words = " ".join(text.split())
    return words if len(words) <= FIRST_WORDS else words[: FIRST_WORDS - 1] + "…"


def _narrowed(
    statement: Select[Case, bytes], chosen: Filter, day: date, *, any_state: bool = False
) -> Select[Case, bytes]:
    if not any_state and chosen.state == "aside":
        statement = statement.where(Case.is_aside, Case.state.in_(LIVE_STATES))
    elif not any_state:
        statement = statement.where(
            Case.state == chosen.state, ~Case.is_aside | Case.state.not_in(LIVE_STATES)
        )
    if chosen.box_id:
        statement = statement.where(Case.box_id == chosen.box_id)
    if chosen.topic_id:
        statement = statement.where(Case.topic_id == chosen.topic_id)
    if chosen.due == "late":
        statement = statement.where(due_on() <= day)
    return statement


def _with_unread_inside(desk: Desk, case_ids: list[uuid.UUID]) -> set[uuid.UUID | None]:
    """Cases into which a letter went that this handler may read, and whose writer said something new."""
    parts = readable(desk.handler.id).where(Case.merged_into_id.in_(case_ids), Case.unread)
    return set(db.session.scalars(parts.with_only_columns(Case.merged_into_id).distinct()))


def late_count(handler_id: uuid.UUID, day: date) -> int:
    """How many letters of a handler are due today or overdue; needs no key."""
    statement = _narrowed(readable(handler_id), Filter(due="late"), day, any_state=True)
    live = statement.where(Case.state.in_(LIVE_STATES))
    return db.session.scalar(live.with_only_columns(func.count(Case.id))) or 0


def rows_of(desk: Desk, case_ids: Sequence[uuid.UUID]) -> Sequence[Row]:
    """These letters, in this order, as far as the handler may read them."""
    found = {
        one.id: Row(one, first_words(desk, one, sealed), one.unread)
        for one, sealed in db.session.execute(readable(desk.handler.id).where(Case.id.in_(case_ids)))
    }
    return [found[case_id] for case_id in case_ids if case_id in found]


def live_letters(desk: Desk, box_id: uuid.UUID, *, limit: int = 100) -> Sequence[Row]:
    """The letters of a box that are worked on, newest day first."""
    statement = readable(desk.handler.id).where(Case.box_id == box_id, Case.state.in_(LIVE_STATES))
    rows = db.session.execute(statement.order_by(Case.received_on.desc(), Case.id).limit(limit))
    return [Row(one, first_words(desk, one, sealed), one.unread) for one, sealed in rows]
