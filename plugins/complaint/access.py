"""Which cases a handler sees: those whose keys are sealed to them and from which they are not recused."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, exists, func, select
from sqlalchemy.orm import aliased

from hutong import db
from plugins.complaint.models import Case, CaseKey, Handler, Recusal
from plugins.complaint.queries import active_handlers


def has_key(case_id: Any, handler_id: uuid.UUID) -> Exists:
    """Whether the keys of a case (a value or a column) are sealed to a handler."""
    key = aliased(CaseKey)
    return exists().where(key.case_id == case_id, key.handler_id == handler_id, key.sealed != b"")


def is_out_of_sight(handler_id: Any) -> Exists:
    """Whether a handler (a value or a column) must not see the `Case` of the statement.

    Nor what it went into: a letter that says "merged" would tell them of the other.
    """
    return exists().where(
        Recusal.handler_id == handler_id, Recusal.case_id.in_((Case.id, Case.merged_into_id))
    )


def barred_from(case_id: uuid.UUID) -> set[uuid.UUID]:
    """The handlers who must not see a case."""
    return set(
        db.session.scalars(
            select(Handler.id).join(Case, Case.id == case_id).where(is_out_of_sight(Handler.id))
        )
    )


def readable(handler_id: uuid.UUID) -> Select[Case, bytes]:
    """Every case a handler can open, with the keys sealed to them."""
    return (
        select(Case, CaseKey.sealed)
        .join(CaseKey, CaseKey.case_id == Case.id)
        .where(
            CaseKey.handler_id == handler_id,
            CaseKey.sealed != b"",
            ~is_out_of_sight(handler_id),
        )
    )


def is_there(case_id: uuid.UUID, handler_id: uuid.UUID | None = None) -> bool:
    """Whether there is such a case; for a handler, one that they may see."""
    statement = select(Case.id).where(Case.id == case_id)
    if handler_id is not None:
        statement = statement.where(has_key(Case.id, handler_id), ~is_out_of_sight(handler_id))
    return db.session.scalar(statement) is not None


def readers_of(case_id: uuid.UUID) -> set[uuid.UUID]:
    """The active handlers who can open a case."""
    active = [handler.id for handler in active_handlers()]
    return set(
        db.session.scalars(
            select(CaseKey.handler_id)
            .join(Case, CaseKey.case_id == Case.id)
            .where(
                Case.id == case_id,
                CaseKey.handler_id.in_(active),
                CaseKey.sealed != b"",
                ~is_out_of_sight(CaseKey.handler_id),
            )
        )
    )


def cases_only_with(handler_id: uuid.UUID) -> Select[Case]:
    """Cases that nobody else who works here can open."""
    others = [handler.id for handler in active_handlers() if handler.id != handler_id]
    return select(Case).where(has_key(Case.id, handler_id), ~_held_by(others))


def count_of(statement: Select[Any]) -> int:
    """How many rows a statement about cases gives."""
    counted = statement.with_only_columns(Case.id).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def cases_of_nobody() -> Select[Case]:
    """Cases that no active handler can open: only the sheet does."""
    return select(Case).where(~_held_by([handler.id for handler in active_handlers()]))


def _held_by(handler_ids: list[uuid.UUID]) -> ColumnElement[bool]:
    key = aliased(CaseKey)
    return exists().where(key.case_id == Case.id, key.handler_id.in_(handler_ids), key.sealed != b"")
