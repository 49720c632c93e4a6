"""From five words to the letter they belong to."""

import uuid
from dataclasses import dataclass
from typing import Literal

from plugins.complaint.codes import read_code
from plugins.complaint.models import Case
from plugins.complaint.queries import case_of_lookup, keyring
from plugins.complaint.sealing import SealError
from plugins.complaint.throttle import Throttle
from plugins.complaint.writing import stretch_code, writer_opens


@dataclass(frozen=True, slots=True)
class Found:
    """What came of five words. With ``found``, `case` and `talk_key` are there."""

    how: Literal["found", "nothing", "later"]
    case: Case | None = None
    talk_key: bytes = b""


def look_up(typed: str, *, tenant_id: uuid.UUID, throttle: Throttle, proof: str = "") -> Found:
    """The letter that belongs to what was typed. Raises `BadCodeError` for words that are no code.

    The costly part runs outside of a transaction: who guesses must not keep others from writing.
    """
    keys = keyring()
    if keys is None:
        return Found("nothing")
    code = read_code(typed, keys.code_salt)
    if throttle.is_known_wrong(tenant_id, code):
        return Found("nothing")
    paid = throttle.pay(tenant_id, proof=proof)
    if paid is None:
        return Found("later")
    lookup, opening = stretch_code(code)
    case = case_of_lookup(lookup)
    try:
        talk_key = writer_opens(case, opening) if case is not None else b""
    except SealError:
        case = None
    if case is None:
        throttle.note_wrong(tenant_id, code)
        return Found("nothing")
    throttle.note_right(tenant_id, paid)
    return Found("found", case, talk_key)
