"""Taking a letter: sealed before it touches the database, once for each form."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nacl.utils import random

from hutong import TenantInfo, db, insert_with_conflicts
from plugins.complaint.codes import halves
from plugins.complaint.days import today
from plugins.complaint.deadlines import Terms
from plugins.complaint.errors import TokenUsedError
from plugins.complaint.events import log_event
from plugins.complaint.keyholding import keyring_or_refuse, receipt_seed
from plugins.complaint.letters import (
    Identity,
    Letter,
    lock_identity,
    lock_letter,
    open_identity,
    open_letter,
)
from plugins.complaint.models import Box, Case, CaseKey, Handler, Keyring, Recusal, Topic
from plugins.complaint.notices import ask_to_tell
from plugins.complaint.queries import (
    active_handlers,
    case_of_lookup,
    case_of_nonce,
    handlers_of,
    hash_of_nonce,
)
from plugins.complaint.receipts import Receipt, proof_of
from plugins.complaint.sealing import CaseKeys, SealError, lock, place, unlock


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was taken: its case, the key its writer holds, and the receipt."""

    case: Case
    talk_key: bytes
    receipt: str
    is_new: bool


def write_letter(
    *,
    tenant: TenantInfo,
    box: Box,
    topic: Topic,
    letter: Letter,
    code: tuple[str, ...],
    nonce: str,
    identity: Identity | None = None,
    person_id: uuid.UUID | None = None,
    excluded: Collection[uuid.UUID] = (),
    is_aside: bool = False,
    stretched: tuple[bytes, bytes] | None = None,
) -> Written:
    """Seal a letter and store it once; the same again under the same token gives the same receipt.

    `code` is the return code that went out with the form, `nonce` that of its token. `excluded` are the
    handlers who must not see it; `is_aside` sets it apart for them to check first. Raises `NotSetUpError`,
    and `TokenUsedError` where the token brought another letter before.

    `stretched` is what `stretch_code` made of the code before the transaction began.
    """
    keys = keyring_or_refuse()
    lookup, opening = stretched or halves(code, salt=keys.code_salt, cost=keys.code_cost)
    case_keys, case_id, day = CaseKeys.new(), uuid.uuid4(), today(tenant)
    sealed = replace(letter, proof_secret=random(32).hex())
    about = {
        "tenant_id": tenant.id,
        "id": case_id,
        "topic_id": topic.id,
        "is_named": identity is not None,
        "person_id": person_id,
        "lookup": lookup,
        "nonce_hash": hash_of_nonce(nonce),
        "is_aside": is_aside,
    }
    opened_by = _opened_by(keys, case_keys, place(tenant.id, case_id, "writer"), opening)
    said = _contents(sealed, identity, case_keys.talk, tenant.id, case_id)
    case = _store(about | _received(box, day) | opened_by | said)
    if case is None:
        return _repeat(tenant, case_of_nonce(nonce) or case_of_lookup(lookup), letter, identity, opening)
    _hand_out_keys(case, case_keys, handlers_of(topic.id), excluded)
    _announce(case, day)
    return Written(case, case_keys.talk, receipt_of(tenant, keys, case, sealed), is_new=True)


def _received(box: Box, day: date) -> dict[str, Any]:
    """The columns that say where and when it came, and by when it is answered."""
    ack_due, answer_due = Terms.of(box.terms).due(day)
    return {"box_id": box.id, "received_on": day, "ack_due": ack_due, "answer_due": answer_due}


def _announce(case: Case, day: date) -> None:
    """Into the log; handlers hear at once of a letter with a name, of the others later together."""
    log_event(case=case, kind="received", day=day, value="named" if case.is_named else "anonymous")
    if case.is_named:
        ask_to_tell()
    db.session.flush()


def _opened_by(keys: Keyring, case_keys: CaseKeys, where: bytes, opening: bytes) -> dict[str, Any]:
    """The columns by which a case is opened: with the writer's code, and with the printed sheet."""
    return {
        "writer_key": lock(opening, case_keys.talk, where),
        "recovery_key": case_keys.sealed_to(keys.recovery_public),
        "notes_public": case_keys.notes_pair.public,
        "sheet": keys.sheet,
    }


def _contents(
    letter: Letter, identity: Identity | None, talk_key: bytes, tenant_id: uuid.UUID, case_id: uuid.UUID
) -> dict[str, Any]:
    """The columns that say something, sealed."""
    return {
        "content": lock_letter(letter, talk_key, tenant_id, case_id),
        "identity": lock_identity(identity, talk_key, tenant_id, case_id) if identity else None,
    }


def _store(values: dict[str, Any]) -> Case | None:
    """The new case; None where its token or its code brought one before."""
    statement = insert_with_conflicts(Case).values(**values).on_conflict_do_nothing()
    if db.session.scalar(statement.returning(Case.id)) is None:
        return None
    return db.session.get_one(Case, (values["tenant_id"], values["id"]))


def stretch_code(code: tuple[str, ...]) -> tuple[bytes, bytes]:
    """What finds a case and what opens it. It ends the transaction at hand, which has written nothing yet.

    It takes a tenth of a second, and on SQLite nobody else could write meanwhile. Raises `NotSetUpError`.
    """
    keys = keyring_or_refuse()
    salt, cost = keys.code_salt, keys.code_cost
    db.session.rollback()
    return halves(code, salt=salt, cost=cost)


def writer_opens(case: Case, opening: bytes) -> bytes:
    """The talk key, for who has the second half of the return code. Raises `SealError`."""
    return unlock(opening, case.writer_key, place(case.tenant_id, case.id, "writer"))


def _repeat(
    tenant: TenantInfo, case: Case | None, letter: Letter, identity: Identity | None, opening: bytes
) -> Written:
    """The case that is there already, if it holds the very same words."""
    if case is None:
        raise TokenUsedError
    try:
        talk_key = writer_opens(case, opening)
        before, author = open_letter(case, talk_key), open_identity(case, talk_key)
    except SealError as error:
        raise TokenUsedError from error
    if (before.proven(), author) != (letter.proven(), identity):
        raise TokenUsedError
    return Written(case, talk_key, receipt_of(tenant, keyring_or_refuse(), case, before), is_new=False)


def _hand_out_keys(
    case: Case, keys: CaseKeys, handlers: Sequence[Handler], excluded: Collection[uuid.UUID]
) -> None:
    """Seal the keys to everybody who may read; where all of a topic are excluded, to the others."""
    trusted = [handler for handler in handlers if handler.id not in excluded]
    trusted = trusted or [handler for handler in active_handlers() if handler.id not in excluded]
    db.session.add_all(
        CaseKey(case_id=case.id, handler_id=handler.id, sealed=keys.sealed_to(handler.public_key))
        for handler in trusted
    )
    db.session.add_all(Recusal(case_id=case.id, handler_id=handler_id) for handler_id in set(excluded))


def receipt_of(tenant: TenantInfo, keys: Keyring, case: Case, letter: Letter) -> str:
    """The receipt of a letter that was opened; the same each time."""
    proof = proof_of(letter.proven(), bytes.fromhex(letter.proof_secret))
    return Receipt(tenant.slug, case.received_on, proof).signed(receipt_seed(keys))
