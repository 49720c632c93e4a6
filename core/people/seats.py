"""Seats of a plan: owner, admin, staff and members take one each; contacts and visitors do not.

A seat is taken by a conditional update, never by looking first: of 60 people who join a plan of 50 at the
same moment exactly 50 sit down. Whoever comes later waits at the door and loses nothing.
"""

import uuid

from sqlalchemy import select, update

from core.acts.operations import record_act
from core.database import changed_rows, db
from core.people.models import SEATED_ROLES, Person
from core.tenancy import current_tenant_id
from core.tenants.models import Plan, Tenant


def seat_person(*, person: Person) -> bool:
    """Give `person` a seat if their role needs one; False where they have to wait for it."""
    if person.role not in SEATED_ROLES:
        person.state = "seated"
        return True
    person.state = "seated" if take_seat() else "waiting"
    return person.state == "seated"


def unseat_person(*, person: Person, state: str) -> None:
    """Take `person`'s seat away (they left, or became a contact) and let the first who waits sit down."""
    had_seat = has_seat(person)
    person.state = state
    db.session.flush()
    if had_seat:
        give_seat_back()


def has_seat(person: Person) -> bool:
    """Whether a seat of the plan is theirs."""
    return person.state == "seated" and person.role in SEATED_ROLES


def give_seat_back() -> None:
    """One seat less is taken; the first who waits sits down."""
    _free_seat()
    admit_waiting()


def admit_waiting() -> int:
    """Let people in who wait, first come first, as long as there are seats; how many sat down."""
    admitted = 0
    waiting = select(Person).where(Person.state == "waiting").order_by(Person.joined_at, Person.id)
    for person in db.session.scalars(waiting.limit(200)).all():
        if not take_seat():
            break
        person.state = "seated"
        record_act(
            stage="intent", verb="seated", object_kind="person", object_id=person.id, person_id=person.id
        )
        admitted += 1
    return admitted


def take_seat() -> bool:
    """One seat more is taken; False where the plan has none left."""
    limit = select(Plan.seats).where(Plan.id == Tenant.plan_id).scalar_subquery()
    taken = changed_rows(
        update(Tenant)
        .where(Tenant.id == _tenant_id(), Tenant.seats_taken < limit)
        .values(seats_taken=Tenant.seats_taken + 1)
        .execution_options(synchronize_session=False)
    )
    return taken > 0


def _free_seat() -> None:
    db.session.execute(
        update(Tenant)
        .where(Tenant.id == _tenant_id(), Tenant.seats_taken > 0)
        .values(seats_taken=Tenant.seats_taken - 1)
        .execution_options(synchronize_session=False)
    )


def _tenant_id() -> uuid.UUID:
    return current_tenant_id(db.session())
