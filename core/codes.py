"""Random codes for the outside world, and access tokens.

A *code* names a thing and grants nothing (share links, survey addresses). A *token* grants one thing to
its holder, has 128 random bits or more and is stored hashed only.
"""

import hashlib
import secrets

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and small letters without 0, 1, i, l, o: read aloud and typed from paper."""


def new_code(length: int = 8) -> str:
    """A short random code, 4.95 bits a character."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def new_token() -> str:
    """An access token of 192 random bits, safe in addresses."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """What is stored of a token. Its 192 bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
