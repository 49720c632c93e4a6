"""Links by which an owner ticks off what they are to do: signed, not stored, and void for the next owner.

A guest's end with their personal links (`Guest.link_number`).
"""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from hutong.secrets import application_keys
from plugins.meeting.action_queries import action_by_id
from plugins.meeting.models import Action
from plugins.meeting.queries import guest_by_id

PURPOSE = "meeting action link"
_MAC = 16
_ID = 16


def action_token(action: Action) -> str:
    """The token of an action for whoever owns it now: 43 characters that need no escaping."""
    sealed = action.id.bytes + _seal(application_keys(PURPOSE)[0], action)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def action_by_token(token: str, *, lock: bool = False) -> Action | None:
    """Which action it is; None where it was not given out, was taken off, or is somebody else's by now."""
    try:
        sent = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(sent) != _ID + _MAC:
        return None
    action = action_by_id(uuid.UUID(bytes=sent[:_ID]), lock=lock)
    if action is None or action.deleted_at is not None:
        return None
    is_right = [hmac.compare_digest(_seal(key, action), sent[_ID:]) for key in application_keys(PURPOSE)]
    return action if any(is_right) else None


def _seal(key: bytes, action: Action) -> bytes:
    owner = action.guest_id or action.person_id or action.owner
    guest = guest_by_id(action.guest_id) if action.guest_id else None
    number = guest.link_number if guest else 0
    said = f"{action.tenant_id}:{action.id}:{owner}:{number}".encode()
    return hmac.new(key, said, hashlib.sha256).digest()[:_MAC]
