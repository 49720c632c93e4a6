"""How letters are sealed (libsodium through PyNaCl).

Each case has two keys. The *talk key* locks what writer and handlers say to each other, the *notes key*
what is for handlers only. Both together are sealed to every handler of the case and to the printed
recovery key; the talk key alone is wrapped for the writer under what Argon2id makes of the return code.
So neither the database nor the application's secret opens a letter, and no fault of a page can show a
note to a writer: their key does not fit.

What is locked is padded to a multiple of `BLOCK` bytes, and bound to its place (community, case and
column) so that it cannot be put elsewhere.

A writer who comes back brings the talk key only, and may send originals that the talk key must not open:
these are sealed to the *notes pair*, whose public half stands at the case and whose secret half follows
from the notes key.
"""

import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES as _NONCE,
    crypto_box_seal_open,
    crypto_box_SEALBYTES as _SEAL,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from hutong.secrets import application_keys, stretch

KEY = 32
"""Bytes of a key."""
BLOCK = 256
"""Bytes to whose multiple everything is padded."""
_SEALED_KEY = KEY + _SEAL


class SealError(Exception):
    """This key does not open this; or what is stored was changed."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 pair: a handler's, or the recovery key."""

    public: bytes
    secret: bytes

    @classmethod
    def new(cls) -> "KeyPair":
        """A fresh pair."""
        return cls.of(random(KEY))

    @classmethod
    def of(cls, secret: bytes) -> "KeyPair":
        """The pair of a known secret half."""
        return cls(PrivateKey(secret).public_key.encode(), secret)


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The two keys of one case."""

    talk: bytes
    notes: bytes

    @classmethod
    def new(cls) -> "CaseKeys":
        """Fresh keys."""
        return cls(random(KEY), random(KEY))

    @property
    def notes_pair(self) -> "KeyPair":
        """What originals are sealed to; see `notes_pair`."""
        return notes_pair(self.notes)

    def sealed_to(self, public: bytes) -> bytes:
        """Both keys, for the holder of the secret half only."""
        return SealedBox(PublicKey(public)).encrypt(self.talk + self.notes)

    @classmethod
    def unsealed(cls, sealed: bytes, pair: KeyPair) -> "CaseKeys":
        """The keys again. Raises `SealError`."""
        try:
            plain = crypto_box_seal_open(sealed, pair.public, pair.secret)
        except (CryptoError, ValueError, TypeError) as error:
            raise SealError from error
        return cls(plain[:KEY], plain[KEY:])


def place(*parts: object) -> bytes:
    """Where something locked belongs: community, case, column."""
    return "/".join(map(str, parts)).encode()


def lock(key: bytes, plain: bytes, where: bytes) -> bytes:
    """`plain`, padded, readable with `key` and at this place only (XChaCha20-Poly1305)."""
    nonce = random(_NONCE)
    return bytes(nonce + _encrypt(sodium_pad(plain, BLOCK), where, nonce, key))


def unlock(key: bytes, locked: bytes, where: bytes) -> bytes:
    """What was locked. Raises `SealError`."""
    try:
        padded = _decrypt(locked[_NONCE:], where, locked[:_NONCE], key)
        return bytes(sodium_unpad(padded, BLOCK))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealError from error


def notes_pair(notes: bytes) -> KeyPair:
    """The pair that follows from a notes key: everybody may seal to it, who holds the key opens."""
    return KeyPair.of(blake2b(key=notes, person=b"notes pair", digest_size=KEY).digest())


def seal_for(public: bytes, plain: bytes, where: bytes) -> bytes:
    """`plain` for the holder of the secret half, at this place only: a sealed key and what it locks."""
    key = random(KEY)
    return bytes(SealedBox(PublicKey(public)).encrypt(key) + lock(key, plain, where))


def open_sealed(pair: KeyPair, sealed: bytes, where: bytes) -> bytes:
    """What `seal_for` sealed. Raises `SealError`."""
    try:
        key = SealedBox(PrivateKey(pair.secret)).decrypt(sealed[:_SEALED_KEY])
    except (CryptoError, ValueError) as error:
        raise SealError from error
    return unlock(key, sealed[_SEALED_KEY:], where)


def wrap_with_password(password: str, secret: bytes, *, salt: bytes, cost: str, where: bytes) -> bytes:
    """A secret key that only this password opens."""
    return lock(_password_key(password, salt, cost), secret, where)


def unwrap_with_password(password: str, wrapped: bytes, *, salt: bytes, cost: str, where: bytes) -> bytes:
    """The secret key again. Raises `SealError` for a wrong password."""
    return unlock(_password_key(password, salt, cost), wrapped, where)


def close_for_application(plain: bytes, purpose: str, where: bytes) -> bytes:
    """Locked with the application's key: for what the server must read by itself, never for a letter."""
    return lock(application_keys(f"complaint.{purpose}")[0], plain, where)


def open_for_application(locked: bytes, purpose: str, where: bytes) -> bytes:
    """The opposite; keys that were replaced still open. Raises `SealError`."""
    for key in application_keys(f"complaint.{purpose}"):
        try:
            return unlock(key, locked, where)
        except SealError:
            continue
    raise SealError


def _password_key(password: str, salt: bytes, cost: str) -> bytes:
    return stretch(unicodedata.normalize("NFC", password).encode(), salt, cost=cost)
