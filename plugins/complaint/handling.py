"""What a handler does with a case, on top of `progress`: words, keys, hands.

Each takes the case as it was opened and locked, and counts its revision up, so that a colleague's page
knows that it is old.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from hutong import TenantInfo, db
from plugins.complaint import progress
from plugins.complaint.access import barred_from, readable, readers_of
from plugins.complaint.days import today
from plugins.complaint.errors import LastKeyError, StaleCaseError
from plugins.complaint.events import log_event
from plugins.complaint.letters import lock_text
from plugins.complaint.models import Case, CaseKey, Handler, Message, Note, Outcome, Recusal
from plugins.complaint.opened import OpenCase
from plugins.complaint.push import announce
from plugins.complaint.queries import hash_of_nonce, is_recused
from plugins.complaint.resealing import give_key, keys_in
from plugins.complaint.unlocking import Desk


def expect_revision(opened: OpenCase, revision: int | None) -> None:
    """Raises `StaleCaseError` where the page that was sent is older than the case."""
    if opened.case.revision != revision:
        raise StaleCaseError


def reply(*, tenant: TenantInfo, opened: OpenCase, text: str, nonce: str = "", asks: bool = False) -> Message:
    """Say something to the writer; with `asks` the case waits for them. It acknowledges and answers.

    A case that nobody had is in the hands of who answers. A writer's browser that wants to know is told once
    this is committed.
    """
    case, day, message_id = opened.case, today(tenant), uuid.uuid4()
    message = Message(
        id=message_id,
        case_id=case.id,
        number=_next(Message.number, Message.case_id == case.id),
        written_on=day,
        handler_id=opened.handler.id,
        body=lock_text(text, opened.keys.talk, case.tenant_id, message_id, "message"),
        nonce_hash=hash_of_nonce(f"{case.id}:{nonce}") if nonce else None,
    )
    db.session.add(message)
    progress.answer(case, day, opened.handler.id, asks=asks)
    if case.assigned_id is None:
        case.assigned_id = opened.handler.id
    announce(case, opened.keys.talk)
    _changed(opened)
    return message


def was_sent(opened: OpenCase, nonce: str) -> bool:
    """Whether a reply came under this nonce before."""
    found = select(Message.id).where(
        Message.case_id == opened.case.id, Message.nonce_hash == hash_of_nonce(f"{opened.case.id}:{nonce}")
    )
    return bool(nonce) and db.session.scalar(found) is not None


def acknowledge(*, tenant: TenantInfo, opened: OpenCase) -> None:
    """Tell the writer that the letter was read."""
    progress.acknowledge(opened.case, today(tenant), opened.handler.id)
    opened.case.unread = False
    _changed(opened)


def add_note(*, tenant: TenantInfo, opened: OpenCase, text: str) -> Note:
    """Write something for the handlers only; locked with a key that no writer has."""
    note_id = uuid.uuid4()
    note = Note(
        id=note_id,
        case_id=opened.case.id,
        number=_next(Note.number, Note.case_id == opened.case.id),
        written_on=today(tenant),
        handler_id=opened.handler.id,
        body=lock_text(text, opened.keys.notes, opened.case.tenant_id, note_id, "note"),
    )
    db.session.add(note)
    _changed(opened)
    return note


def mark_seen(*, opened: OpenCase) -> None:
    """Somebody has read what the writer said; no change that a colleague would have to look at."""
    opened.case.unread = False


def set_state(*, opened: OpenCase, state: str) -> None:
    """New, in work, or waiting for the writer."""
    opened.case.state = state
    _changed(opened)


def set_aside(*, opened: OpenCase, is_aside: bool) -> None:
    """Among the letters that look like a machine's, or among the others."""
    opened.case.is_aside = is_aside
    _changed(opened)


def assign(*, tenant: TenantInfo, opened: OpenCase, to: Handler | None) -> None:
    """Give a case into somebody's hands; who has no key yet gets one. None: in nobody's."""
    case = opened.case
    if to is not None:
        if to.id not in readers_of(case.id):
            give_key(case_id=case.id, keys=opened.keys, handler=to)
        log(tenant=tenant, opened=opened, kind="assigned", value=str(to.id))
    case.assigned_id = to.id if to else None
    _changed(opened)


def recuse(
    *,
    tenant: TenantInfo,
    opened: OpenCase,
    handler: Handler,
    instead: Handler | None = None,
    sheet_only: bool = False,
    parts: Sequence[OpenCase] = (),
) -> None:
    """Take a case out of somebody's sight, at once and for good; `instead` gets the keys.

    What was merged into it (`parts`, as far as the caller reads them) goes out of sight as well. Raises
    `LastKeyError` where nobody else could open one of them, unless `sheet_only` says that this is known.
    """
    every = [opened, *parts]
    alone = [one for one in every if not readers_of(one.case.id) - {handler.id}]
    if alone and instead is None and not sheet_only:
        raise LastKeyError
    for one in every:
        if instead is not None and instead.id not in barred_from(one.case.id):
            give_key(case_id=one.case.id, keys=one.keys, handler=instead)
            log(tenant=tenant, opened=one, kind="shared", value=str(instead.id))
        if one.case.assigned_id == handler.id:
            one.case.assigned_id = instead.id if instead else None
        log(tenant=tenant, opened=one, kind="recused", value=str(handler.id))
        _bar(one.case.id, handler)
        _changed(one)
    unread = select(Case.id).where(Case.merged_into_id == opened.case.id)
    for case_id in db.session.scalars(unread).all():
        _bar(case_id, handler)
    db.session.flush()


def _bar(case_id: uuid.UUID, handler: Handler) -> None:
    db.session.execute(delete(CaseKey).where(CaseKey.case_id == case_id, CaseKey.handler_id == handler.id))
    if not is_recused(case_id, handler.id):
        db.session.add(Recusal(case_id=case_id, handler_id=handler.id))
        db.session.flush()


def merge(*, tenant: TenantInfo, opened: OpenCase, into: OpenCase) -> None:
    """Go on with a case as part of another; each writer keeps their own talk.

    Raises `ValueError` where one of the two is closed or merged, or both are one.
    """
    progress.merge(opened.case, into.case, today(tenant), opened.handler.id)
    _changed(into)
    _changed(opened)


def unmerge(*, tenant: TenantInfo, opened: OpenCase) -> None:
    """A case stands on its own again."""
    opened.case.state, opened.case.merged_into_id = "working", None
    log(tenant=tenant, opened=opened, kind="unmerged")
    _changed(opened)


def merged_into(desk: Desk, opened: OpenCase) -> Sequence[OpenCase]:
    """The cases that went into this one, as far as this handler may read them."""
    statement = readable(desk.handler.id).where(Case.merged_into_id == opened.case.id)
    rows = db.session.execute(statement.order_by(Case.received_on, Case.id))
    found = ((case, keys_in(sealed, desk.pair)) for case, sealed in rows)
    return [OpenCase(case, keys, desk.handler) for case, keys in found if keys]


def hold(*, tenant: TenantInfo, opened: OpenCase, reason: str = "", is_held: bool = True) -> None:
    """Keep a case from being deleted, or no longer; why, stands in a note."""
    progress.hold(opened.case, today(tenant), opened.handler.id, is_held=is_held)
    if reason:
        add_note(tenant=tenant, opened=opened, text=reason)
    _changed(opened)


def close_case(*, tenant: TenantInfo, opened: OpenCase, outcome: Outcome, words: str = "") -> None:
    """End a case, with last words to the writer."""
    if words:
        reply(tenant=tenant, opened=opened, text=words)
    progress.close(opened.case, outcome, today(tenant), opened.handler.id)
    opened.case.unread = False
    _changed(opened)


def reopen(*, tenant: TenantInfo, opened: OpenCase) -> None:
    """Take a closed case up again; an answer is owed anew."""
    progress.reopen(opened.case, today(tenant), opened.handler.id)
    _changed(opened)


def log(*, tenant: TenantInfo, opened: OpenCase, kind: str, value: str = "") -> None:
    """Write down what the handler did, for the case's history."""
    log_event(case=opened.case, kind=kind, day=today(tenant), handler_id=opened.handler.id, value=value)


def _changed(opened: OpenCase) -> None:
    opened.case.revision += 1
    db.session.flush()


def _next(number: Any, of_case: ColumnElement[bool]) -> int:
    return (db.session.scalar(select(func.max(number)).where(of_case)) or 0) + 1
