"""A person's data is registered column by column, handed out completely and forgotten completely."""

import json

import pytest
from sqlalchemy import JSON, LargeBinary, String, select, update

from core.database import Base, db
from core.mail.models import MailMessage
from core.mail.operations import send_mail
from core.people.models import Person
from core.people.operations import add_person
from core.people.personal_data import erase_person, export_person, personal_tables
from core.tenancy import TenantOwned
from core.testing.samples import sample_arguments

CANARY = "canary-7f3a"
CANARIES = {JSON: {"canary": CANARY}, LargeBinary: CANARY.encode()}


def models_about_people():
    """Tenant-owned classes whose rows belong to a person."""
    return [
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, TenantOwned)
        and (mapper.class_ is Person or "person_id" in mapper.columns)
        and mapper.local_table.name != "act"
    ]


def test_each_text_about_a_person_is_registered_or_declared_harmless(app):
    undecided = [
        f"{model.__tablename__}.{column.key}"
        for model in models_about_people()
        for column in model.__mapper__.columns
        if isinstance(column.type, String | JSON)
        and "personal" not in column.info
        and not column.key.endswith("_hash")
    ]

    assert undecided == []


@pytest.mark.both_databases
def test_a_person_is_handed_out_and_forgotten_completely(app, tenant):
    with tenant.scope():
        sample_arguments(app)
        person = add_person(role="member", name=CANARY, email=f"{CANARY}@example.com")
        for model, columns in personal_tables():
            if model is Person:
                continue
            values = {column.key: CANARIES.get(type(column.type), CANARY) for column in columns}
            db.session.execute(update(model).values(person_id=person.id, **values))
        db.session.commit()

        assert {
            table
            for table, rows in export_person(person.id).items()
            if CANARY in json.dumps(rows, default=str)
        } == {model.__tablename__ for model, _ in personal_tables()}

        erase_person(person)
        db.session.commit()
        for model in models_about_people():
            rows = [
                [getattr(row, column.key) for column in model.__mapper__.columns]
                for row in db.session.scalars(select(model))
            ]
            assert CANARY not in repr(rows)
        for model, columns in personal_tables():  # what reads a row finds the sort of value it expects
            for key in (column.key for column in columns if isinstance(column.type, JSON)):
                assert {json.dumps(getattr(row, key)) for row in db.session.scalars(select(model))} == {"{}"}


@pytest.mark.both_databases
def test_mails_to_a_person_are_handed_out_and_forgotten(app, tenant, other_tenant):
    address = f"{CANARY}@example.com"
    for one in (tenant, other_tenant):
        with one.scope():
            add_person(role="member", email=address)
            send_mail(to=address, template="operator/mail/opened", language="en", shop=one.slug)
            db.session.commit()

    with tenant.scope():
        person = db.session.scalars(select(Person).where(Person.email == address)).one()
        handed_out = export_person(person.id)["mail_message"]
        assert [mail["subject"] for mail in handed_out] == ["corner is open on Hutong"]
        erase_person(person)
        db.session.commit()
        left = db.session.scalars(select(MailMessage.subject)).all()

    assert left == ["elsewhere is open on Hutong"]
