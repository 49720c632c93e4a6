"""The small price of a trial: a proof of work where the browser can give one, else a short wait.

Both are bound to the browser's session and good once. A browser without script or a secure context is never
refused for it; it only waits.
"""

import enum
import hashlib

import altcha
from flask import current_app, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from core.accounts.limits import used_before
from core.database import now
from core.proof_of_work import Proof, check_proof

WAIT_SECONDS = 3
WAIT_LIFE = 600


class Entry(enum.Enum):
    """What came with the wish to try."""

    PAID = "paid"
    EARLY = "early"
    UNPAID = "unpaid"


def session_binding() -> str:
    """A name of this browser's session that tells nothing about it."""
    generate_csrf()
    return "try:" + hashlib.sha256(str(session["csrf_token"]).encode()).hexdigest()[:32]


def issue_wait() -> str:
    """A token that is worth as much as a proof once it is a few seconds old."""
    return _waits().dumps({"for": session_binding(), "at": now().timestamp()})


def judge_entry(*, proof: str, wait: str) -> Entry:
    """What is owed. A proof or token that was used before is none."""
    if proof and check_proof(proof, session_binding()) is Proof.GOOD:
        return Entry.UNPAID if used_before("proof", _signature(proof)) else Entry.PAID
    return _judge_wait(wait) if wait else Entry.UNPAID


def _judge_wait(wait: str) -> Entry:
    try:
        content = _waits().loads(wait, max_age=WAIT_LIFE)
    except (BadSignature, SignatureExpired):
        return Entry.UNPAID
    if content["for"] != session_binding():
        return Entry.UNPAID
    if now().timestamp() - content["at"] < WAIT_SECONDS:
        return Entry.EARLY
    return Entry.UNPAID if used_before("wait", wait) else Entry.PAID


def _signature(proof: str) -> str:
    """What names the puzzle itself: its solution can be written down in many ways."""
    return str(altcha.Payload.from_base64(proof).challenge.signature)


def _waits() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="hutong.try.wait")
