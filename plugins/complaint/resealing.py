"""Handing keys on: to colleagues who should have them, to a new box password, to a new sheet.

Each is done in bounded batches, so that ten thousand letters hold nobody up; what is left is found again
by the next call, and a call more does nothing.
"""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from hutong import current_tenant_id, db
from plugins.complaint.access import has_key, is_out_of_sight, readable
from plugins.complaint.events import log_event
from plugins.complaint.keyholding import keyring_or_refuse
from plugins.complaint.models import LIVE_STATES, Case, CaseKey, Handler, TopicHandler
from plugins.complaint.queries import active_handlers, topics_for
from plugins.complaint.recovery import BadRecoveryKeyError
from plugins.complaint.sealing import CaseKeys, KeyPair, SealError
from plugins.complaint.unlocking import Desk

BATCH = 500
"""Cases whose keys are sealed anew in one request: less than a second."""


def give_key(*, case_id: uuid.UUID, keys: CaseKeys, handler: Handler) -> None:
    """Seal a case's keys to one more handler, instead of whatever they had."""
    db.session.execute(delete(CaseKey).where(CaseKey.case_id == case_id, CaseKey.handler_id == handler.id))
    db.session.add(CaseKey(case_id=case_id, handler_id=handler.id, sealed=keys.sealed_to(handler.public_key)))
    db.session.flush()


def share_missing_keys(
    handler: Handler, pair: KeyPair, day: date, *, limit: int = BATCH
) -> dict[uuid.UUID, int]:
    """Seal to colleagues what they should read and cannot yet; gives the number of cases by handler."""
    given: dict[uuid.UUID, int] = {}
    for colleague in active_handlers():
        left = limit - sum(given.values())
        if colleague.id != handler.id and left > 0:
            given[colleague.id] = _share(handler, pair, colleague, _due_to(colleague), day=day, limit=left)
    return {handler_id: count for handler_id, count in given.items() if count}


def share_open_letters(desk: Desk, colleague: Handler, day: date, *, limit: int = BATCH) -> int:
    """Seal every live case that this handler reads to a colleague who is not recused."""
    return _share(desk.handler, desk.pair, colleague, Case.state.in_(LIVE_STATES), day=day, limit=limit)


def _due_to(colleague: Handler) -> ColumnElement[bool]:
    """Cases of topics the colleague was chosen for, and those they were promised.

    Not those of topics that nobody was chosen for: who makes themselves a handler would read what was written
    before, perhaps about them. Such letters are handed on by a colleague (`share_open_letters`).
    """
    promised = exists().where(
        CaseKey.case_id == Case.id, CaseKey.handler_id == colleague.id, CaseKey.sealed == b""
    )
    chosen = select(TopicHandler.topic_id).where(TopicHandler.handler_id == colleague.id)
    return or_(promised, Case.topic_id.in_(chosen))


def _share(
    handler: Handler,
    pair: KeyPair,
    colleague: Handler,
    which: ColumnElement[bool],
    *,
    day: date,
    limit: int,
) -> int:
    mine = aliased(CaseKey)
    rows = db.session.execute(
        select(Case, mine.sealed)
        .join(mine, and_(mine.case_id == Case.id, mine.handler_id == handler.id, mine.sealed != b""))
        .where(
            which,
            ~is_out_of_sight(handler.id),
            ~is_out_of_sight(colleague.id),
            ~has_key(Case.id, colleague.id),
        )
        .limit(limit)
    ).all()
    opened = [(case, keys) for case, own in rows if (keys := keys_in(own, pair))]
    sealed = {case.id: keys.sealed_to(colleague.public_key) for case, keys in opened}
    for case, _keys in opened:
        log_event(case=case, kind="shared", day=day, handler_id=handler.id, value=str(colleague.id))
    _put(colleague.id, sealed)
    return len(sealed)


def _put(handler_id: uuid.UUID, sealed: dict[uuid.UUID, bytes]) -> None:
    """Write these keys of a handler in place of the empty ones."""
    ids = list(sealed)
    for first in range(0, len(ids), BATCH):
        part = ids[first : first + BATCH]
        db.session.execute(delete(CaseKey).where(CaseKey.handler_id == handler_id, CaseKey.case_id.in_(part)))
    _insert(handler_id, sealed.items())


def _insert(handler_id: uuid.UUID, sealed: Iterable[tuple[uuid.UUID, bytes]]) -> None:
    tenant_id = current_tenant_id(db.session())
    rows = [
        {
            "tenant_id": tenant_id,
            "id": uuid.uuid4(),
            "case_id": case_id,
            "handler_id": handler_id,
            "sealed": key,
        }
        for case_id, key in sealed
    ]
    if rows:
        db.session.execute(insert(CaseKey), rows)


def sheet_of(recovery: KeyPair) -> int:
    """Which of the community's sheets has these words, the newest or an older one.

    Raises `BadRecoveryKeyError` for words of another box.
    """
    keys = keyring_or_refuse()
    if recovery.public == keys.recovery_public:
        return keys.sheet
    older = select(Case.sheet).where(Case.sheet < keys.sheet).distinct()
    for sheet in db.session.scalars(older).all():
        sample = db.session.scalar(select(Case.recovery_key).where(Case.sheet == sheet).limit(1))
        if sample is not None and keys_in(sample, recovery):
            return sheet
    raise BadRecoveryKeyError


def keys_in(sealed: bytes, pair: KeyPair) -> CaseKeys | None:
    """The keys of a case; None where they were sealed to somebody else, or are damaged."""
    try:
        return CaseKeys.unsealed(sealed, pair)
    except SealError:
        return None


def promise_recovered(handler: Handler, sheet: int) -> None:
    """Mark what the sheet is to give back to a handler: what they had, their topics, and what nobody opens.

    Their old keys no longer fit and become promises (empty seals); cases they are recused from stay shut.
    """
    db.session.execute(update(CaseKey).where(CaseKey.handler_id == handler.id).values(sealed=b""))
    any_row = exists().where(CaseKey.case_id == Case.id, CaseKey.handler_id == handler.id)
    others = [one.id for one in active_handlers() if one.id != handler.id]
    held = exists().where(CaseKey.case_id == Case.id, CaseKey.handler_id.in_(others), CaseKey.sealed != b"")
    wanted = db.session.scalars(
        select(Case.id).where(
            Case.sheet == sheet,
            ~any_row,
            ~is_out_of_sight(handler.id),
            or_(Case.topic_id.in_(topics_for(handler.id)), ~held),
        )
    ).all()
    _insert(handler.id, ((case_id, b"") for case_id in wanted))


def keep_recovered(handler: Handler, recovery: KeyPair, sheet: int, *, limit: int = BATCH) -> int:
    """Seal the next promised cases from the sheet to a handler; gives how many are left that can be."""
    rows = db.session.execute(_promised(handler.id, sheet).limit(limit)).all()
    opened = {case_id: keys_in(recovery_key, recovery) for case_id, recovery_key in rows}
    sealed = {case_id: keys.sealed_to(handler.public_key) for case_id, keys in opened.items() if keys}
    _put(handler.id, sealed)
    left = _promised(handler.id, sheet).subquery()
    return (db.session.scalar(select(func.count()).select_from(left)) or 0) if sealed else 0


def _promised(handler_id: uuid.UUID, sheet: int) -> Select[uuid.UUID, bytes]:
    return (
        select(Case.id, Case.recovery_key)
        .join(CaseKey, CaseKey.case_id == Case.id)
        .where(
            CaseKey.handler_id == handler_id,
            CaseKey.sealed == b"",
            Case.sheet == sheet,
            ~is_out_of_sight(handler_id),
        )
    )


def replace_sheet(*, public: bytes) -> None:
    """From now on letters are sealed to a new sheet; `move_to_sheet` brings the others along."""
    keys = keyring_or_refuse()
    keys.recovery_public = public
    keys.sheet += 1


def move_to_sheet(desk: Desk, *, limit: int = BATCH) -> int:
    """Seal the next cases to the newest sheet; gives how many this handler can still move."""
    keys = keyring_or_refuse()
    behind = readable(desk.handler.id).where(Case.sheet < keys.sheet)
    has_moved = False
    for case, sealed in db.session.execute(behind.limit(limit)).all():
        if opened := keys_in(sealed, desk.pair):
            case.recovery_key, case.sheet = opened.sealed_to(keys.recovery_public), keys.sheet
            has_moved = True
    db.session.flush()
    counted = behind.with_only_columns(Case.id).subquery()
    return (db.session.scalar(select(func.count()).select_from(counted)) or 0) if has_moved else 0


def cases_on_old_sheets() -> int:
    """How many cases only an older sheet opens."""
    keys = keyring_or_refuse()
    statement = select(func.count()).select_from(Case).where(Case.sheet < keys.sheet)
    return db.session.scalar(statement) or 0
