"""What tools learn about people: who is known on this phone, and what somebody is called."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from flask import g
from sqlalchemy import select

from core.database import db
from core.i18n import gettext as _
from core.people.forms import ROLE_NAMES
from core.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """Somebody as tools see them."""

    id: uuid.UUID
    name: str
    role: str
    """In the reader's language; empty for somebody who still waits at the door."""


def person_here() -> PersonInfo | None:
    """Whom this phone is known as on the public side; a console's own session says nothing here."""
    person = g.get("person")
    if person is None or g.place.surface != "public":
        return None
    role = str(ROLE_NAMES[person.role]) if person.state == "seated" else ""
    return PersonInfo(person.id, called(person), role)


def person_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """What these people of the tenant are called, by id; without those it does not know."""
    wanted = {person_id for person_id in ids if person_id is not None}
    if not wanted:
        return {}
    found = db.session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: called(person) for person in found}


def called(person: Person) -> str:
    """What somebody is called where only one word is shown."""
    return person.name or person.email or person.phone or _("Without a name")
