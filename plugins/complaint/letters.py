"""What a letter is, before it is locked and after it was opened."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from plugins.complaint.models import Case
from plugins.complaint.sealing import lock, place, unlock


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a letter. `answers` are those to the topic's questions, by question id."""

    text: str
    language: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Mapping[str, Any], ...] = ()
    """The topic's questions as they were asked: they may change later."""
    proof_secret: str = ""
    """Hex; with it the receipt's proof can be checked."""

    def proven(self) -> bytes:
        """The part of a letter that the receipt vouches for."""
        said = {"text": self.text, "answers": dict(self.answers)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote, of a named letter."""

    name: str
    contact: str


def lock_letter(letter: Letter, talk_key: bytes, tenant_id: uuid.UUID, case_id: uuid.UUID) -> bytes:
    """For `Case.content`."""
    plain = json.dumps(asdict(letter), ensure_ascii=False).encode()
    return lock(talk_key, plain, place(tenant_id, case_id, "content"))


def open_letter(case: Case, talk_key: bytes) -> Letter:
    """The letter of a case. Raises `SealError`."""
    plain = json.loads(unlock(talk_key, case.content, place(case.tenant_id, case.id, "content")))
    return Letter(**plain | {"questions": tuple(plain["questions"])})


def lock_identity(identity: Identity, talk_key: bytes, tenant_id: uuid.UUID, case_id: uuid.UUID) -> bytes:
    """For `Case.identity`."""
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    return lock(talk_key, plain, place(tenant_id, case_id, "identity"))


def open_identity(case: Case, talk_key: bytes) -> Identity | None:
    """Who wrote; None for an anonymous letter and where it was erased. Raises `SealError`."""
    if not case.identity:
        return None
    return Identity(**json.loads(unlock(talk_key, case.identity, place(case.tenant_id, case.id, "identity"))))


def lock_text(text: str, key: bytes, tenant_id: uuid.UUID, row_id: uuid.UUID, column: str) -> bytes:
    """For the body of a message or note."""
    return lock(key, text.encode(), place(tenant_id, row_id, column))


def open_text(locked: bytes, key: bytes, tenant_id: uuid.UUID, row_id: uuid.UUID, column: str) -> str:
    """The opposite. Raises `SealError`."""
    return unlock(key, locked, place(tenant_id, row_id, column)).decode()
