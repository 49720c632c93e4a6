"""Seats of a plan: exact under a rush, and nobody who waits is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from core.database import db
from core.people.models import Person
from core.people.operations import LastOwnerError, add_person, change_role, leave, take_back
from core.tenants.models import Plan, Tenant

pytestmark = pytest.mark.both_databases


@pytest.fixture
def three_seats(tenant):
    with tenant.scope():
        db.session.execute(update(Plan).values(seats=3))
        db.session.commit()
    return tenant


def states(tenant):
    with tenant.scope():
        return dict(db.session.execute(select(Person.name, Person.state)).all())


def taken(tenant):
    with tenant.scope():
        return db.session.scalar(select(Tenant.seats_taken).where(Tenant.id == tenant.id))


def test_a_rush_of_members_fills_every_seat_once(three_seats):
    def join(number):
        with three_seats.scope():
            person = add_person(role="member", name=str(number))
            state = person.state
            db.session.commit()
            return state

    with ThreadPoolExecutor(8) as crowd:
        outcome = sorted(crowd.map(join, range(12)))

    assert outcome == ["seated"] * 3 + ["waiting"] * 9
    assert taken(three_seats) == 3


def test_who_waits_longest_gets_the_next_seat(three_seats):
    with three_seats.scope():
        people = [add_person(role="member", name=name) for name in ("a", "b", "c", "d", "e")]
        contact = add_person(role="contact", name="contact")
        db.session.commit()
        assert contact.state == "seated"

        leave(person=people[0])
        db.session.commit()

    assert states(three_seats) == {
        "a": "left",
        "b": "seated",
        "c": "seated",
        "d": "seated",
        "e": "waiting",
        "contact": "seated",
    }
    assert taken(three_seats) == 3


def test_coming_back_to_a_full_plan_means_waiting(three_seats):
    with three_seats.scope():
        people = [add_person(role="member", name=name) for name in ("a", "b", "c")]
        leave(person=people[0])
        add_person(role="member", name="d")
        take_back(person=people[0])
        db.session.commit()
        assert people[0].state == "waiting"


def test_roles_carry_their_seats(three_seats):
    with three_seats.scope():
        person = add_person(role="contact", name="a")
        change_role(person=person, role="staff")
        db.session.commit()
    assert taken(three_seats) == 1

    with three_seats.scope():
        person = db.session.scalar(select(Person))
        change_role(person=person, role="contact")
        db.session.commit()
    assert taken(three_seats) == 0


def test_another_role_brings_nobody_back(three_seats):
    with three_seats.scope():
        people = [add_person(role=role, name=role) for role in ("contact", "member")]
        for person, role in zip(people, ("staff", "contact"), strict=True):
            leave(person=person)
            change_role(person=person, role=role)
        db.session.commit()
        assert [(person.role, person.state) for person in people] == [("staff", "left"), ("contact", "left")]
    assert taken(three_seats) == 0


def test_the_last_owner_stays(three_seats):
    with three_seats.scope():
        owner = add_person(role="owner", name="owner")
        with pytest.raises(LastOwnerError):
            leave(person=owner)
        with pytest.raises(LastOwnerError):
            change_role(person=owner, role="member")

        add_person(role="owner", name="second")
        leave(person=owner)
        db.session.commit()
    assert taken(three_seats) == 1
