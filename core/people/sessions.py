"""Who is known on this phone, on one tenant's public side: an opaque token in a cookie of that path."""

import uuid
from datetime import timedelta

from flask import Response, g, request
from sqlalchemy import delete, select

from core.codes import hash_token, new_token
from core.database import db, now
from core.people.models import Person, PersonSession

SESSION_LIFE = timedelta(days=365)


def cookie_name() -> str:
    """The cookie's name; where the address is https and the host is the tenant's own, it is host-bound."""
    return "__Host-person" if request.is_secure and not request.script_root else "hutong_person"


def person_of_cookie(tenant_id: uuid.UUID) -> Person | None:  # noqa: ARG001 - says what the scope must be
    """The person this phone is known as, or None."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    return db.session.scalar(
        select(Person)
        .join(PersonSession, PersonSession.person_id == Person.id)
        .where(
            PersonSession.token_hash == hash_token(token),
            PersonSession.expires_at > now(),
            Person.state != "left",
        )
    )


def remember_person(response: Response, person: Person) -> Response:
    """Begin a session for `person` on this phone."""
    token = new_token()
    db.session.add(
        PersonSession(token_hash=hash_token(token), person_id=person.id, expires_at=now() + SESSION_LIFE)
    )
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        path=request.script_root or "/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    g.person = person
    return response


def forget_person(response: Response) -> Response:
    """End the session of this phone."""
    token = request.cookies.get(cookie_name())
    if token:
        db.session.execute(delete(PersonSession).where(PersonSession.token_hash == hash_token(token)))
    response.delete_cookie(cookie_name(), path=request.script_root or "/")
    return response
