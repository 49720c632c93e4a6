"""Writes about people."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete, select

from core.acts.operations import record_act
from core.database import db, now
from core.people.models import SEATED_ROLES, Person, PersonSession, PersonToken
from core.people.queries import owners_count, person_by_email, person_with_account
from core.people.seats import admit_waiting, seat_person, unseat_person
from core.policy import Role, stronger_role


class LastOwnerError(ValueError):
    """A community keeps one owner at least."""


def add_person(
    *,
    role: Role,
    name: str = "",
    email: str | None = None,
    phone: str = "",
    language: str = "",
    account_id: uuid.UUID | None = None,
    share_link_id: uuid.UUID | None = None,
) -> Person:
    """A new person, seated if the plan has a seat, else waiting; writes the act.

    `email` must be free in this tenant: ask `person_by_email` first.
    """
    person = Person(
        role=role,
        name=name.strip(),
        email=email.strip().lower() if email else None,
        phone=phone.strip(),
        language=language,
        account_id=account_id,
        share_link_id=share_link_id,
    )
    seat_person(person=person)
    db.session.add(person)
    db.session.flush()
    record_act(
        stage="intent",
        verb="join",
        object_kind="person",
        object_id=person.id,
        person_id=person.id,
        share_link_id=share_link_id,
    )
    return person


def join_or_update(*, account_id: uuid.UUID, email: str | None, name: str, role: Role) -> Person:
    """The person of an account with at least `role`: taken up again, promoted, or new.

    Somebody with the account's address is taken for its person only while no other account is theirs.
    """
    same = person_by_email(email) if email else None
    known = person_with_account(account_id) or (
        same if same is not None and same.account_id is None else None
    )
    if known is None:
        return add_person(role=role, name=name, email=None if same else email, account_id=account_id)
    known.account_id = account_id
    if known.state == "left" or known.role not in SEATED_ROLES:
        known.role, known.left_at = role, None
        seat_person(person=known)
    else:
        known.role = stronger_role(known.role, role)
    return known


def change_email(*, person: Person, email: str | None) -> None:
    """Give somebody another address. One left from a merging of two people changes places with theirs.

    It must be nobody else's: ask `person_by_email` first.
    """
    former = person.email
    theirs = select(Person).where(Person.merged_into_id == person.id, Person.email == email)
    # Without an address nothing changes places: one that is taken away leads to nobody any more.
    alias = db.session.scalar(theirs) if email is not None else None
    if alias is not None:
        person.email = alias.email = None
        db.session.flush()
        alias.email = former
    person.email = email


def change_role(*, person: Person, role: Role) -> None:
    """Give somebody another role; seats follow. Raises `LastOwnerError`.

    Who left does not come back by it: the role waits for `take_back`.
    """
    if person.role == role:
        return
    if person.state == "left":
        person.role = role
        return
    _keep_one_owner(person)
    needs_seat, has_seat = role in SEATED_ROLES, person.role in SEATED_ROLES
    if needs_seat and not has_seat:
        person.role = role
        seat_person(person=person)
    elif has_seat and not needs_seat:
        unseat_person(person=person, state="seated")
        person.role = role
    else:
        person.role = role


def leave(*, person: Person) -> None:
    """Somebody goes: their seat is free, their phones forget them. Raises `LastOwnerError`."""
    _keep_one_owner(person)
    unseat_person(person=person, state="left")
    person.left_at = now()
    forget_phones(person=person)
    record_act(stage="seen", verb="leave", object_kind="person", object_id=person.id, person_id=person.id)


def forget_phones(*, person: Person) -> None:
    """Every phone forgets somebody, and every personal link and mailed code of theirs stops working."""
    for table in (PersonSession, PersonToken):
        db.session.execute(delete(table).where(table.person_id == person.id))


def withhold(*, person: Person, listed: Collection[str], allowed: Collection[str]) -> None:
    """Of the permissions that were `listed`, `person` has those `allowed`; others stay as they were."""
    kept = [name for name in person.withheld if name not in listed]
    person.withheld = kept + [name for name in listed if name not in allowed]


def take_back(*, person: Person) -> None:
    """Undo `leave`; they wait if the plan is full meanwhile."""
    person.left_at = None
    seat_person(person=person)


def plan_changed() -> int:
    """After a plan grew: let those in who wait."""
    return admit_waiting()


def _keep_one_owner(person: Person) -> None:
    if person.role == "owner" and person.state == "seated" and owners_count() <= 1:
        raise LastOwnerError
