"""Receipts: a signed line that says "this community took a letter on this day", and nothing else.

It is text, so that it can be kept as a picture or in a chat::

    hutong-receipt-1
    community: <slug at the time>
    day: 2026-11-22
    proof: <52 letters>
    signature: <Ed25519 of the four lines above, base64>

`proof` is a keyed hash of what was written; the key lies sealed with the letter. So the receipt gives
nothing away, and the writer, who can open the letter, can show later what it was for.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

TITLE = "hutong-receipt-1"
_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What stands before an Ed25519 public key in a SubjectPublicKeyInfo."""
_LINE = re.compile(r"(community|day|proof|signature):\s*(\S+)")


class BadReceiptError(ValueError):
    """This is no receipt, or it was changed, or another community signed it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    community: str
    day: date
    proof: str

    @property
    def statement(self) -> bytes:
        """What is signed."""
        lines = (
            TITLE,
            f"community: {self.community}",
            f"day: {self.day.isoformat()}",
            f"proof: {self.proof}",
        )
        return "".join(f"{line}\n" for line in lines).encode()

    def signed(self, seed: bytes) -> str:
        """The receipt as text."""
        signature = SigningKey(seed).sign(self.statement).signature
        return f"{self.statement.decode()}signature: {base64.b64encode(signature).decode()}\n"


def proof_of(content: bytes, secret: bytes) -> str:
    """A hash of a letter's content that says nothing without `secret` (32 random bytes)."""
    digest = blake2b(content, key=secret, digest_size=32).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def is_proof_of(proof: str, content: bytes, secret: bytes) -> bool:
    """Whether a receipt's proof belongs to this content."""
    return hmac.compare_digest(proof.lower(), proof_of(content, secret))


def read_receipt(text: str, public_key: bytes) -> Receipt:
    """A receipt whose signature is right. Raises `BadReceiptError`."""
    found = dict(_LINE.findall(text[:2000]))
    try:
        receipt = Receipt(found["community"], date.fromisoformat(found["day"]), found["proof"])
        VerifyKey(public_key).verify(receipt.statement, base64.b64decode(found["signature"], validate=True))
    except (KeyError, ValueError, BadSignatureError) as error:
        raise BadReceiptError from error
    return receipt


def public_key_pem(public_key: bytes) -> str:
    """The Ed25519 key as other programs read it (RFC 8410)."""
    written = base64.b64encode(_ED25519 + public_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{written}\n-----END PUBLIC KEY-----\n"
