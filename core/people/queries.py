"""Reads about people of the tenant in scope."""

import uuid

from sqlalchemy import select

from core.database import db
from core.people.models import Person


def person_of_account(account_id: uuid.UUID) -> Person | None:
    """The person an account is in this tenant, unless they left."""
    return db.session.scalar(select(Person).where(Person.account_id == account_id, Person.state != "left"))


def person_by_id(person_id: uuid.UUID) -> Person | None:
    """A person of this tenant."""
    return db.session.scalar(select(Person).where(Person.id == person_id))
