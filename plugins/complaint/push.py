"""A push without content: the writer's browser is told that there is something to read, and nothing else.

The address of the browser's push service lies locked with the talk key, so it can be read only while
writer or handler have the case open; it is in no outbox. After the commit of a handler's word an empty
message is sent from a thread: once, three seconds at most, to known push services only. What fails is
counted and told nobody: the writer comes back with the five words anyway.

The installation's key pair (RFC 8292) is derived from the application's key, so it lies nowhere by itself.
"""

import base64
import json
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask, current_app
from py_vapid import Vapid02  # type: ignore[import-untyped]
from sqlalchemy import event, update

from hutong import db, platform_url, tenant_scope, writing
from hutong.secrets import application_keys
from plugins.complaint.models import Case
from plugins.complaint.sealing import SealError, lock, place, unlock

SERVICES = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)
"""Scheme and host of the push services of browsers; a star stands for the names below."""
TIMEOUT = 3.0
A_DAY = 24 * 3600
LONGEST = 1_000
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
failures: Counter[str] = Counter()
"""What went wrong since the process began, by kind."""


class UnknownServiceError(ValueError):
    """This is not the address of a push service we know."""


def subscribe(case: Case, talk_key: bytes, endpoint: str, services: Collection[str] = SERVICES) -> None:
    """Keep where the writer's browser is told. Raises `UnknownServiceError`."""
    if len(endpoint) > LONGEST or not _is_known(endpoint, services):
        raise UnknownServiceError
    plain = json.dumps({"endpoint": endpoint}).encode()
    case.push = lock(talk_key, plain, place(case.tenant_id, case.id, "push"))


def unsubscribe(case: Case) -> None:
    """Tell that browser no more."""
    case.push = None


def announce(case: Case, talk_key: bytes, services: Collection[str] = SERVICES) -> None:
    """Tell the writer's browser, once the transaction at hand is committed, that there is an answer."""
    if case.push is None:
        return
    try:
        kept = json.loads(unlock(talk_key, case.push, place(case.tenant_id, case.id, "push")))
    except SealError:
        failures["locked"] += 1
        return
    endpoint = str(kept["endpoint"])
    if not _is_known(endpoint, services):
        failures["unknown"] += 1
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - for the thread
    request = Request(endpoint, data=b"", headers=_headers(endpoint), method="POST")  # noqa: S310 - known
    forget = partial(_forget, app, case.tenant_id, case.id, case.push)
    thread = threading.Thread(target=_tell, args=(request, forget), daemon=True)
    event.listen(db.session(), "after_commit", lambda _session: thread.start(), once=True)


def public_key() -> str:
    """The installation's key, as browsers want it (``applicationServerKey``)."""
    point = _private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def _private_key() -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(application_keys("complaint.vapid")[0], "big")
    return ec.derive_private_key(number % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def _headers(endpoint: str) -> dict[str, str]:
    address = urlsplit(endpoint)
    home = platform_url("gallery.landing")
    contact = home if home.startswith("https://") else "mailto:nobody@example.com"
    claims = {"sub": contact, "aud": f"{address.scheme}://{address.netloc}"}
    signed: dict[str, str] = Vapid02(_private_key()).sign(claims)
    return {**signed, "TTL": str(A_DAY), "Urgency": "normal"}


def _is_known(endpoint: str, services: Collection[str]) -> bool:
    try:
        address = urlsplit(endpoint)
    except ValueError:
        return False
    if not all("!" <= letter <= "~" for letter in endpoint):  # urlsplit passes over some, http.client trips
        return False
    for service in services:
        known = urlsplit(service)
        if address.scheme != known.scheme or address.username is not None:
            continue
        if known.netloc.startswith("*."):
            if address.netloc.endswith(known.netloc[1:]):
                return True
        elif address.netloc == known.netloc:
            return True
    return False


class _NoRedirects(HTTPRedirectHandler):
    """A push service answers itself, or it does not count."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _tell(request: Request, forget: Callable[[], None]) -> None:
    """Send the empty message; a browser that is gone is forgotten."""
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT):
            return
    except HTTPError as error:
        failures[str(error.code)] += 1
        if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            forget()
    except (URLError, HTTPException, OSError, ValueError):
        failures["unreachable"] += 1


def _forget(app: Flask, tenant_id: uuid.UUID, case_id: uuid.UUID, kept: bytes) -> None:
    """Unless the writer has named another browser meanwhile."""
    with app.app_context(), writing(), tenant_scope(tenant_id):
        db.session.execute(update(Case).where(Case.id == case_id, Case.push == kept).values(push=None))
        db.session.commit()
