"""Search in the handler's own letters: they are opened in memory, chunk by chunk, and forgotten again.

Nothing is written, no index is kept, and the words searched for stand in no address and no log.
"""

import json
import unicodedata
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select

from hutong import current_tenant_id, db
from plugins.complaint.access import readable
from plugins.complaint.models import Case, CaseKey, Message
from plugins.complaint.sealing import CaseKeys, SealError, place, unlock
from plugins.complaint.unlocking import Desk

CHUNK = 500
Sealed = Row[uuid.UUID, bytes, bytes | None, bytes]
MOST = 100
"""Letters that are shown at most; whoever finds more looks for something narrower."""


def found_letters(desk: Desk, words: str) -> Sequence[uuid.UUID]:
    """Cases in whose letter, talk or name all these words stand, newest day first."""
    wanted = _plain(words).split()
    found: list[uuid.UUID] = []
    if wanted:
        for case_id, text in _opened(desk):
            if all(word in text for word in wanted):
                found.append(case_id)
                if len(found) == MOST:
                    break
    return found


def _opened(desk: Desk) -> Iterator[tuple[uuid.UUID, str]]:
    tenant_id = current_tenant_id(db.session())
    every = readable(desk.handler.id).with_only_columns(Case.id)
    ids = db.session.scalars(every.order_by(Case.received_on.desc(), Case.id)).all()
    for first in range(0, len(ids), CHUNK):
        part = ids[first : first + CHUNK]
        talks, rows = _talks(part), _sealed(desk, part)
        for case_id in part:
            if case_id in rows:
                yield case_id, _text_of(desk, rows[case_id], talks.get(case_id, ()), tenant_id)


def _sealed(desk: Desk, case_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Sealed]:
    columns = (Case.id, Case.content, Case.identity, CaseKey.sealed)
    statement = readable(desk.handler.id).with_only_columns(*columns).where(Case.id.in_(case_ids))
    return {row.id: row for row in db.session.execute(statement)}


def _talks(case_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[uuid.UUID, bytes]]]:
    rows = db.session.execute(
        select(Message.case_id, Message.id, Message.body).where(Message.case_id.in_(case_ids))
    )
    found: dict[uuid.UUID, list[tuple[uuid.UUID, bytes]]] = {}
    for case_id, message_id, body in rows:
        found.setdefault(case_id, []).append((message_id, body))
    return found


def _text_of(
    desk: Desk,
    row: Sealed,
    talk: Sequence[tuple[uuid.UUID, bytes]],
    tenant_id: uuid.UUID,
) -> str:
    """Everything that was said in one case, ready to be compared."""
    try:
        key = CaseKeys.unsealed(row.sealed, desk.pair).talk
        letter = json.loads(unlock(key, row.content, place(tenant_id, row.id, "content")))
        parts = [letter["text"], json.dumps(letter["answers"], ensure_ascii=False)]
        if row.identity:
            parts.append(_words_in(unlock(key, row.identity, place(tenant_id, row.id, "identity"))))
        parts += [unlock(key, body, place(tenant_id, one, "message")).decode() for one, body in talk]
    except SealError:
        return ""
    return _plain("\n".join(parts))


def _words_in(identity: bytes) -> str:
    return " ".join(map(str, json.loads(identity).values()))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
