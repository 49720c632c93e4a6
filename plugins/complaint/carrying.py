"""What a page of the writer's side hands to the next one: sealed in a hidden field, in no cookie or address.

It is closed with the application's key and says when: after `lifetime` seconds it opens no more. The server
keeps nothing of it, so nobody who looks at the server later learns that a talk was open.
"""

import base64
import binascii
import json
import time
import uuid
from typing import Any

from plugins.complaint.sealing import SealError, close_for_application, open_for_application, place

HALF_AN_HOUR = 30 * 60
A_DAY = 24 * 3600


def carry(what: dict[str, Any], purpose: str, tenant_id: uuid.UUID, *, now: float | None = None) -> str:
    """`what`, sealed for a hidden field."""
    plain = json.dumps({**what, "at": time.time() if now is None else now}).encode()
    return base64.urlsafe_b64encode(close_for_application(plain, purpose, place(tenant_id, purpose))).decode()


def carried(
    field: str, purpose: str, tenant_id: uuid.UUID, *, lifetime: int, now: float | None = None
) -> dict[str, Any] | None:
    """What the page before sealed; None where it is missing, not ours, or too old."""
    try:
        sealed = base64.urlsafe_b64decode(field[:8000].encode())
        what: dict[str, Any] = json.loads(open_for_application(sealed, purpose, place(tenant_id, purpose)))
    except (SealError, ValueError, binascii.Error):
        return None
    age = (time.time() if now is None else now) - what.pop("at")
    return what if -60 <= age <= lifetime else None
