"""How a member comes back without a password: a code by mail, or their personal link.

A code has six digits, lives ten minutes and five guesses, and opens once. It is stored as a keyed hash, for
six digits alone could be tried out from a stolen table.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import select, update

from core.codes import hash_token, new_token
from core.database import changed_rows, db, now
from core.people.models import Person, PersonToken

CODE_LIFE = timedelta(minutes=10)
LINK_LIFE = timedelta(days=365)
GUESSES = 5


def new_code_for(*, person: Person) -> str:
    """A fresh code for `person`; earlier ones end."""
    db.session.execute(
        update(PersonToken)
        .where(
            PersonToken.person_id == person.id, PersonToken.purpose == "code", PersonToken.used_at.is_(None)
        )
        .values(used_at=now())
    )
    code = f"{secrets.randbelow(10**6):06d}"
    db.session.add(
        PersonToken(
            person_id=person.id,
            purpose="code",
            token_hash=_code_hash(person, code) + secrets.token_hex(4),
            expires_at=now() + CODE_LIFE,
        )
    )
    return code


def redeem_code(*, person: Person, code: str) -> bool:
    """Whether `code` is right. A wrong guess counts, which the caller has to commit; the fifth ends it."""
    token = db.session.scalar(
        select(PersonToken)
        .where(
            PersonToken.person_id == person.id,
            PersonToken.purpose == "code",
            PersonToken.used_at.is_(None),
            PersonToken.expires_at > now(),
        )
        .order_by(PersonToken.id.desc())
    )
    if token is None or not _count_guess(token):
        return False
    if not hmac.compare_digest(token.token_hash[:56], _code_hash(person, code)):
        return False
    token.used_at = now()
    return True


def personal_link_token(*, person: Person) -> str:
    """A token for the link by which `person` comes back from anywhere; earlier links go on working."""
    token = new_token()
    db.session.add(
        PersonToken(
            person_id=person.id, purpose="link", token_hash=hash_token(token), expires_at=now() + LINK_LIFE
        )
    )
    return token


def person_of_link(token: str) -> Person | None:
    """Whose personal link this is, unless they left."""
    return db.session.scalar(
        select(Person)
        .join(PersonToken, PersonToken.person_id == Person.id)
        .where(
            PersonToken.token_hash == hash_token(token),
            PersonToken.purpose == "link",
            PersonToken.expires_at > now(),
            Person.state != "left",
        )
    )


def _count_guess(token: PersonToken) -> bool:
    counted = changed_rows(
        update(PersonToken)
        .where(PersonToken.id == token.id, PersonToken.attempts < GUESSES)
        .values(attempts=PersonToken.attempts + 1)
    )
    return counted > 0


def _code_hash(person: Person, code: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(
        key, f"{person.tenant_id}:{person.id}:{code.strip()}".encode(), hashlib.sha256
    ).hexdigest()[:56]
