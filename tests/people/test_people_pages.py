"""What staff, admins and owners may do to people, and what happens to a person's data."""

import json

import pytest
from sqlalchemy import select

from core.database import db
from core.people.models import Person
from core.people.operations import add_person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def anna(tenant):
    """A member everybody works on."""
    tenant.as_role("admin")
    with tenant.scope():
        person = add_person(role="member", name="Anna", email="anna@example.com", phone="010 5550 1234")
        db.session.commit()
        return person.id


def form(**changes):
    return {"name": "Anna", "email": "anna@example.com", "phone": "", "note": "", "role": "member", **changes}


def role_of(tenant, person_id):
    with tenant.scope():
        return db.session.scalar(select(Person.role).where(Person.id == person_id))


@pytest.mark.parametrize(
    ("who", "role", "result"),
    [
        ("staff", "staff", "member"),
        ("admin", "staff", "staff"),
        ("admin", "owner", "member"),
        ("owner", "owner", "owner"),
    ],
)
def test_roles_are_given_from_above(tenant, anna, who, role, result):
    tenant.as_role(who).post(tenant.console(f"/people/{anna}"), data=form(role=role))

    assert role_of(tenant, anna) == result


def test_an_address_belongs_to_one_person(tenant, anna):
    answer = tenant.owner.post(tenant.console(f"/people/{anna}"), data=form(email="owner@corner.example"))

    assert answer.status_code == 422
    assert "Somebody here already has this address" in answer.text


def test_removing_can_be_undone(tenant, anna):
    tenant.owner.post(tenant.console(f"/people/{anna}/remove"))
    with tenant.scope():
        assert db.session.get(Person, (tenant.id, anna)).state == "left"

    tenant.owner.post(tenant.console(f"/people/{anna}/bring-back"))

    with tenant.scope():
        assert db.session.get(Person, (tenant.id, anna)).state == "seated"


def test_the_only_owner_cannot_be_removed(tenant):
    owner = tenant.owner
    with tenant.scope():
        person_id = db.session.scalar(select(Person.id).where(Person.role == "owner"))

    owner.post(tenant.console(f"/people/{person_id}/remove"))

    assert role_of(tenant, person_id) == "owner"
    assert "keeps one owner" in owner.get(tenant.console(f"/people/{person_id}")).text


def test_a_person_gets_their_data_and_is_forgotten_after_asking_twice(tenant, anna):
    data = json.loads(tenant.owner.get(tenant.console(f"/people/{anna}/export.json")).data)
    assert (data["person"][0]["name"], data["person"][0]["phone"]) == ("Anna", "010 5550 1234")

    asked = tenant.owner.post(tenant.console(f"/people/{anna}/erase"))
    assert "This cannot be undone" in asked.text
    tenant.owner.post(tenant.console(f"/people/{anna}/erase"), data={"confirm": "yes"})

    with tenant.scope():
        person = db.session.get(Person, (tenant.id, anna))
        assert (person.name, person.email, person.phone, person.state) == ("", None, "", "left")
