"""Guessing passwords: limited for each address and each sender, without locking the owner out.

A browser that has signed in to an account before carries a signed device cookie and is counted by itself,
so a stranger who uses up the tries of an address takes none from its owner. A mailed link always works.
"""

import hashlib

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from core.accounts.limits import may_try, sender
from core.codes import new_code

AN_ADDRESS_MAY = "30 per hour"
A_SENDER_MAY = "60 per hour"
A_KNOWN_DEVICE_MAY = "20 per hour"
COOKIE = "hutong_device"


def may_guess(email: str) -> bool:
    """Count one password for `email` from this browser; False when it must not be looked at."""
    device = _known_device(email)
    if device:
        return may_try(A_KNOWN_DEVICE_MAY, "device", device)
    by_sender = may_try(A_SENDER_MAY, "sender", sender())
    return may_try(AN_ADDRESS_MAY, "address", email) and by_sender


def remember_device(response: Response, email: str) -> Response:
    """From now on this browser is known to `email`."""
    response.set_cookie(
        COOKIE,
        str(_signer().dumps({"for": _name(email), "id": new_code(20)})),
        max_age=365 * 24 * 3600,
        path="/-/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _known_device(email: str) -> str:
    try:
        content = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return ""
    return str(content["id"]) if content["for"] == _name(email) else ""


def _name(email: str) -> str:
    return hashlib.sha256(f"{current_app.config['SECRET_KEY']}:{email}".encode()).hexdigest()[:32]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="hutong.device")
