"""Proof of work with ALTCHA's puzzles, served and checked by ourselves.

A browser that can (secure context, script, workers) spends about a second of computing; one that cannot
is not treated worse. A challenge is bound to one thing, such as one form token, so that a solution
cannot be used for another.

Source of the format: https://altcha.org/docs/v2/server-integration (challenge version 2, PBKDF2/SHA-256).
"""

import enum
import time
from typing import Any

import altcha
from flask import current_app

PREFIX = "00"  # 1 of 256 tries
LIFETIME = 2 * 3600
MAX_PAYLOAD = 4_000


class Proof(enum.Enum):
    """What a payload turned out to be."""

    ABSENT = "absent"
    GOOD = "good"
    STALE = "stale"
    WRONG = "wrong"


def new_challenge(bound_to: str, *, now: float | None = None) -> dict[str, Any]:
    """A fresh puzzle as JSON for the browser."""
    challenge = altcha.create_challenge(
        "PBKDF2/SHA-256",
        current_app.extensions["hutong.settings"].proof_of_work_cost,
        key_prefix=PREFIX,
        expires_at=int((time.time() if now is None else now) + LIFETIME),
        data={"for": bound_to[:100]},
        hmac_secret=_secret(),
    )
    found: dict[str, Any] = challenge.to_dict()
    return found


def check_proof(payload: str, bound_to: str) -> Proof:
    """What a solution is worth for the thing it should be bound to. Takes one try of the puzzle at most."""
    if not payload:
        return Proof.ABSENT
    if len(payload) > MAX_PAYLOAD:
        return Proof.WRONG
    try:
        result = altcha.verify_solution(payload, _secret())
        bound = altcha.Payload.from_base64(payload).challenge.parameters.data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Proof.WRONG
    if result.expired:
        return Proof.STALE
    if not result.verified or bound != {"for": bound_to[:100]}:
        return Proof.WRONG
    return Proof.GOOD


def _secret() -> str:
    return f"proof-of-work:{current_app.config['SECRET_KEY']}"
