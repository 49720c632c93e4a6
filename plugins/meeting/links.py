"""Personal links: a guest's own page, made from who they are, so that every mail can hold it again.

A link is signed, not stored. Whoever holds it is the guest; raising `Guest.link_number` ends those given out.
"""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from hutong import application_keys
from plugins.meeting.models import Guest
from plugins.meeting.queries import guest_by_id

PURPOSE = "meeting guest link"
_MAC = 16
_ID = 16


def guest_token(guest: Guest) -> str:
    """The token of a guest's personal link: 43 characters that need no escaping."""
    return (
        urlsafe_b64encode(guest.id.bytes + _seal(application_keys(PURPOSE)[0], guest)).rstrip(b"=").decode()
    )


def guest_by_token(token: str) -> Guest | None:
    """Whose link it is; None for anything that was not given out, or is not valid any more."""
    try:
        sent = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(sent) != _ID + _MAC:
        return None
    guest = guest_by_id(uuid.UUID(bytes=sent[:_ID]))
    if guest is None:
        return None
    is_right = [hmac.compare_digest(_seal(key, guest), sent[_ID:]) for key in application_keys(PURPOSE)]
    return guest if any(is_right) else None


def _seal(key: bytes, guest: Guest) -> bytes:
    said = f"{guest.tenant_id}:{guest.id}:{guest.link_number}".encode()
    return hmac.new(key, said, hashlib.sha256).digest()[:_MAC]
