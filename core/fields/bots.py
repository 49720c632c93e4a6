"""Signs that an answer was given by a machine. What looks so is set aside for the owner, never dropped.

What a phone may simply lack (script, a secure context, a worker) is no sign: only what is there can
count. A trap that was filled and a proof that was made up are enough alone. Haste alone is not: a
quick thumb, a reloaded page and a shop's tablet are hasty too; with links in the answers it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.fields.kinds.kind import Posted
from core.fields.say import Message, lazily as _
from core.fields.token import TOKEN_FIELD, FormToken
from core.proof_of_work import Proof, check_proof, new_challenge

TRAP_FIELD = "homepage"
"""An input that people do not see and browsers do not fill in."""
PROOF_FIELD = "altcha"

_LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_BINDING = 20

REASONS: dict[str, Message] = {
    "trap": _("It filled in a field that people cannot see."),
    "proof": _("The calculation it sent along was made up."),
    "haste": _("It came faster than anybody can read the questions."),
    "links": _("Its answers are full of links."),
}


@dataclass(frozen=True)
class BotVerdict:
    """`suspicious` answers are set aside. `reasons` are stable names to store; `REASONS` has their words."""

    suspicious: bool
    reasons: tuple[str, ...] = ()
    proved: bool = False


def challenge_for(token: str) -> dict[str, Any]:
    """The puzzle for the form with this token (or its last characters, which is all the page sends)."""
    return new_challenge(token[-_BINDING:])


def judge_sender(
    posted: Posted, token: FormToken, answers: Mapping[str, Any], *, now: float | None = None
) -> BotVerdict:
    """Look at what came with cleaned answers. Call it for what would be accepted."""
    binding = _first(posted, TOKEN_FIELD)[-_BINDING:]
    proof = check_proof(_first(posted, PROOF_FIELD), binding)
    signs = {
        "trap": bool(_first(posted, TRAP_FIELD).strip()),
        "proof": proof is Proof.WRONG,
        "haste": token.age(now) < quickest_seconds(len(answers)),
        "links": _links(answers) > 1,
    }
    suspicious = signs["trap"] or signs["proof"] or (signs["haste"] and signs["links"])
    return BotVerdict(suspicious, tuple(name for name, seen in signs.items() if seen), proof is Proof.GOOD)


def quickest_seconds(answers: int) -> float:
    """The least time in which a person gives so many answers."""
    return min(1 + 0.4 * answers, 8)


def reasons_in_words(reasons: tuple[str, ...] | list[str]) -> list[Message]:
    """Stored reasons as sentences in the reader's language; names we no longer know are left out."""
    return [REASONS[reason] for reason in reasons if reason in REASONS]


def _links(answers: Mapping[str, Any]) -> int:
    return sum(len(_LINK.findall(answer)) for answer in answers.values() if isinstance(answer, str))


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.getlist(name)), "")
