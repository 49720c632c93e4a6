"""An open box: a handler's secret key, in reach of one browser for some hours and of nobody else.

The cookie carries two secrets: a token that finds the row, and the key under which the handler's secret
key lies in it. The row alone opens nothing; the cookie alone opens nothing; both end together.
"""

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from nacl.utils import random
from sqlalchemy import delete, select

from hutong import db, hash_token, new_token, now
from plugins.complaint.models import Handler, Unlocking
from plugins.complaint.queries import handler_of_person
from plugins.complaint.sealing import KEY, KeyPair, SealError, lock, place, unlock

LIFE = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Desk:
    """A handler at work: who it is, their keys, and the session they have open."""

    handler: Handler
    pair: KeyPair
    unlocking_id: uuid.UUID


def open_desk(*, handler: Handler, pair: KeyPair) -> str:
    """Begin a session; gives the cookie's content. Sessions that have run out go."""
    db.session.execute(delete(Unlocking).where(Unlocking.expires_at <= now()))
    token, secret, row_id = new_token(), random(KEY), uuid.uuid4()
    row = Unlocking(
        id=row_id,
        handler_id=handler.id,
        token_hash=hash_token(token),
        wrapped_secret=lock(secret, pair.secret, place(handler.tenant_id, row_id, "unlocking")),
        expires_at=now() + LIFE,
    )
    db.session.add(row)
    db.session.flush()
    return f"{token}.{base64.urlsafe_b64encode(secret).decode()}"


def desk_of(cookie: str, person_id: uuid.UUID) -> Desk | None:
    """The open box of this browser, if it is this person's and they are still a handler."""
    token, _dot, secret = cookie.partition(".")
    row = db.session.scalar(
        select(Unlocking).where(Unlocking.token_hash == hash_token(token), Unlocking.expires_at > now())
    )
    handler = handler_of_person(person_id)
    if row is None or handler is None or row.handler_id != handler.id:
        return None
    try:
        where = place(row.tenant_id, row.id, "unlocking")
        opened = unlock(base64.urlsafe_b64decode(secret), row.wrapped_secret, where)
    except (SealError, binascii.Error, ValueError):
        return None
    return Desk(handler, KeyPair.of(opened), row.id)


def open_desks(handler_id: uuid.UUID) -> Sequence[Unlocking]:
    """A handler's open sessions, newest first."""
    return db.session.scalars(
        select(Unlocking)
        .where(Unlocking.handler_id == handler_id, Unlocking.expires_at > now())
        .order_by(Unlocking.expires_at.desc(), Unlocking.id)
    ).all()


def close_desk(unlocking_id: uuid.UUID) -> None:
    """End one session."""
    db.session.execute(delete(Unlocking).where(Unlocking.id == unlocking_id))


def close_desks(handler_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """End all sessions of a handler, or all others."""
    db.session.execute(delete(Unlocking).where(Unlocking.handler_id == handler_id, Unlocking.id != but))
