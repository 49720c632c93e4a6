"""Reads about people of the tenant in scope."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from core.accounts.models import Account
from core.database import db
from core.people.models import Invitation, Person


def person_of_account(account_id: uuid.UUID) -> Person | None:
    """The person an account is in this tenant, unless they left."""
    return db.session.scalar(select(Person).where(Person.account_id == account_id, Person.state != "left"))


def person_with_account(account_id: uuid.UUID) -> Person | None:
    """The person an account is in this tenant, also one who left."""
    return db.session.scalar(select(Person).where(Person.account_id == account_id))


def person_by_id(person_id: uuid.UUID) -> Person | None:
    """A person of this tenant."""
    return db.session.scalar(select(Person).where(Person.id == person_id))


def person_by_email(email: str) -> Person | None:
    """The person with this address, also one who left; of two who turned out to be one, the kept one."""
    found = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    return found if found is None or found.merged_into_id is None else person_by_id(found.merged_into_id)


def ids_of_person(person: Person) -> list[uuid.UUID]:
    """Under which ids rows may tell of somebody: their own, and of those they turned out to be."""
    kept = person.merged_into_id or person.id
    return [kept, *db.session.scalars(select(Person.id).where(Person.merged_into_id == kept))]


def colleagues() -> Sequence[Person]:
    """Who works in the console: owners first, then admins and staff, each by name."""
    order = case({"owner": 0, "admin": 1}, value=Person.role, else_=2)
    return db.session.scalars(
        select(Person)
        .where(Person.role.in_(("owner", "admin", "staff")), Person.state == "seated")
        .order_by(order, Person.name, Person.id)
    ).all()


def people_waiting() -> Sequence[Person]:
    """Who waits at the door of a full plan, first come first."""
    return db.session.scalars(
        select(Person).where(Person.state == "waiting").order_by(Person.joined_at, Person.id).limit(200)
    ).all()


def owners_count() -> int:
    """How many owners there are: the last one cannot go."""
    return (
        db.session.scalar(
            select(func.count(Person.id)).where(Person.role == "owner", Person.state == "seated")
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in the console and has confirmed an address."""

    person_id: uuid.UUID
    role: str
    address: str
    language: str

    @property
    def is_keeper(self) -> bool:
        """Whether they answer for the whole community."""
        return self.role in ("owner", "admin")


def reachable_colleagues() -> list[Colleague]:
    """Everybody who works here and can be written to, by address."""
    rows = db.session.execute(
        select(Person.id, Person.role, Account.email, Account.language)
        .join(Person, Person.account_id == Account.id)
        .where(
            Person.role.in_(("owner", "admin", "staff")),
            Person.state == "seated",
            Account.email.is_not(None),
            Account.confirmed_at.is_not(None),
        )
        .order_by(Account.email)
    )
    return [Colleague(row.id, row.role, row.email or "", row.language) for row in rows]


def keepers() -> list[tuple[str, str]]:
    """Who is told what happens here: confirmed addresses of owners and admins, with their languages."""
    return [(found.address, found.language) for found in reachable_colleagues() if found.is_keeper]


def open_invitations() -> Sequence[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .order_by(Invitation.id.desc())
    ).all()
