"""The form token: one signed string for each rendered form.

It carries a nonce (the idempotency key: the tool stores it with the submission that it accepts, and only
then it is used up), when the form was given out, and for what: tenant, object, version, purpose, and the
share link that brought the visitor. A page is kept in pieces around it (`split_around_token`), so that
everybody gets a token of their own without a page being rendered.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, BadSignature, URLSafeSerializer

TOKEN_FIELD = "form_token"  # noqa: S105  the name of an input, no secret
"""The name of the input that carries a form's token."""
MAX_AGE = 7 * 24 * 3600
TOKEN_PLACE = f"form-token-{secrets.token_hex(12)}"
"""Stands in a rendered page where the token goes; new in each process, so that no owner can write it."""

_PARTS = 7


class FormTokenError(Exception):
    """The token of a form cannot be used."""


class TamperedTokenError(FormTokenError):
    """Missing, cut off, or not signed by us."""


class ExpiredTokenError(FormTokenError):
    """Given out longer ago than forms are open; offer the same form again with what was typed."""


class ForeignTokenError(FormTokenError):
    """Given out by another tenant, or for another object or purpose."""


@dataclass(frozen=True)
class FormToken:
    """What a token says. Times are seconds since 1970; all names are text."""

    nonce: str
    issued_at: float
    tenant: str
    object_id: str
    version: str
    purpose: str
    via: str = ""

    def age(self, now: float | None = None) -> float:
        """Seconds since the form was given out."""
        return (time.time() if now is None else now) - self.issued_at


def signing_keys() -> list[str]:
    """The application's secret keys, the one that signs last (older ones still open what they signed)."""
    fallbacks: list[str] = current_app.config.get("SECRET_KEY_FALLBACKS") or []
    return [*reversed(fallbacks), str(current_app.config["SECRET_KEY"])]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="hutong.form-token")


def issue_form_token(
    *,
    tenant: object,
    object_id: object,
    version: object,
    purpose: str,
    via: str = "",
    now: float | None = None,
) -> str:
    """A new token; two calls never give the same nonce."""
    issued_at = round(time.time() if now is None else now, 3)
    nonce = secrets.token_urlsafe(16)
    return str(
        _serializer().dumps([nonce, issued_at, str(tenant), str(object_id), str(version), purpose, via])
    )


def read_form_token(
    token: str | None,
    *,
    tenant: object,
    object_id: object,
    purpose: str,
    max_age: float = MAX_AGE,
    now: float | None = None,
) -> FormToken:
    """The token that was sent with a form of this tenant, object and purpose.

    Its version may be older than the published one: answer what was asked. Raises TamperedTokenError,
    ForeignTokenError or ExpiredTokenError, in this order.
    """
    read = FormToken(*_parts(token))
    if (read.tenant, read.object_id, read.purpose) != (str(tenant), str(object_id), purpose):
        raise ForeignTokenError(read.purpose)
    if not -60 <= read.age(now) <= max_age:
        raise ExpiredTokenError
    return read


def _parts(token: str | None) -> Any:
    try:
        parts = _serializer().loads((token or "")[:1000])
    except (BadSignature, BadData) as error:
        raise TamperedTokenError from error
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise TamperedTokenError
    return parts


def split_around_token(html: str) -> tuple[str, ...]:
    """A page in pieces around each place for the token; keep these. One piece where there is no form."""
    return tuple(html.split(TOKEN_PLACE))


def join_with_token(pieces: tuple[str, ...], token: str) -> str:
    """The page again, with this token in its places."""
    return token.join(pieces)
