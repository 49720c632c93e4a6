"""Keys derived from the application's secret, and keys stretched from what people remember."""

import re
import threading
from hashlib import blake2b

from argon2.low_level import Type, hash_secret_raw
from flask import current_app

_COST = re.compile(r"m=(\d{4,7}),t=(\d{1,3})")
_LANES = 4
_stretching = threading.BoundedSemaphore(2)
"""Each takes 64 MB for a moment; two at a time per process, the others wait."""
PLACES = 40
_places = threading.BoundedSemaphore(PLACES)
"""Who works and who waits: fewer than the server has threads, so that the house is served meanwhile."""


class StretchingBusyError(RuntimeError):
    """Too many wait already. The same request can be sent again in a moment."""


def application_keys(purpose: str) -> list[bytes]:
    """32-byte keys for one purpose, the newest first; older ones still open what they closed.

    `purpose` separates what different features close with the same secret (RFC 5869 calls it ``info``).
    """
    secrets = [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or [])]
    return [_derived(str(secret), purpose) for secret in secrets]


def stretching_cost() -> str:
    """What Argon2id costs here today, as it is written (``m=65536,t=3``); keep it with what is made by it."""
    settings = current_app.extensions["hutong.settings"]
    return f"m={settings.argon2_memory_kib},t={settings.argon2_time_cost}"


def stretch(secret: bytes, salt: bytes, *, cost: str, length: int = 32) -> bytes:
    """`length` bytes that can be had from `secret` by Argon2id only (RFC 9106, four lanes).

    `cost` is one that `stretching_cost` gave. Raises `ValueError` for any other text, `StretchingBusyError`
    where too many wait.
    """
    found = _COST.fullmatch(cost)
    if found is None:
        raise ValueError(cost)
    memory, passes = map(int, found.groups())
    if not _places.acquire(blocking=False):
        raise StretchingBusyError
    try:
        with _stretching:
            return hash_secret_raw(secret, salt, passes, memory, _LANES, length, Type.ID)
    finally:
        _places.release()


def _derived(secret: str, purpose: str) -> bytes:
    key = blake2b(secret.encode(), digest_size=32).digest()
    return blake2b(purpose.encode(), key=key, digest_size=32).digest()
