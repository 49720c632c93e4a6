"""Passwords: argon2id, ten characters or more, none of the commonest, no other rule (OWASP ASVS 5.0, 6.2)."""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST, LONGEST = 10, 200
COMMON = Path(__file__).parent / "common_passwords.txt"


def is_common(password: str) -> bool:
    """Whether everybody guesses it: a known one, one repeated bit, or a run of keys."""
    plain = password.casefold()
    bare = plain.rstrip("0123456789!.?*#@ ")
    return (
        plain in _common() or (len(bare) >= 4 and bare in _common()) or len(set(plain)) < 4 or _is_run(plain)
    )


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(_normal(password))


def is_password(password: str, hashed: str) -> bool:
    """Whether `password` is that of `hashed`. An empty hash costs the same time and is nobody's."""
    try:
        _hasher().verify(hashed or _dummy(_cost()), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed)


def is_outdated(hashed: str) -> bool:
    """Whether it was hashed with other costs than today's."""
    return _hasher().check_needs_rehash(hashed)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)[:LONGEST]


def _is_run(text: str) -> bool:
    """Whether each letter follows the one before, as in abcdefghij, 34567890123 and 9876543210."""
    turn = 10 if text.isdigit() else 0x110000
    steps = {(ord(after) - ord(before)) % turn for before, after in pairwise(text)}
    return steps in ({1}, {turn - 1})


def _cost() -> tuple[int, int]:
    settings = current_app.extensions["hutong.settings"]
    return settings.argon2_time_cost, settings.argon2_memory_kib


def _hasher() -> PasswordHasher:
    return _hasher_of(_cost())


@cache
def _hasher_of(cost: tuple[int, int]) -> PasswordHasher:
    return PasswordHasher(time_cost=cost[0], memory_cost=cost[1])


@cache
def _dummy(cost: tuple[int, int]) -> str:
    return _hasher_of(cost).hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset(line for line in COMMON.read_text("utf-8").splitlines() if not line.startswith("#"))
