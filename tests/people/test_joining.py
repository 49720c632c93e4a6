"""Joining, coming back and leaving on the public side, as somebody with a phone would."""

import re

import pytest
from sqlalchemy import select

from core.database import db
from core.mail.models import MailMessage
from core.people.models import Person
from core.people.operations import add_person

pytestmark = pytest.mark.both_databases


def token_in(answer):
    return re.search(r'name="form_token" value="([^"]+)"', answer.text)[1]


def join(client, tenant, **fields):
    token = token_in(client.get(tenant.public("/join?lang=en")))
    return client.post(
        tenant.public("/join?lang=en"), data={"form_token": token, "name": "Lily", "consent": "y", **fields}
    )


def test_a_visitor_joins_and_is_known(tenant, visitor):
    answer = join(visitor, tenant, email="Lily@Example.com")

    assert answer.status_code == 302
    assert "You’re in" in visitor.get(answer.location).text
    with tenant.scope():
        person = db.session.scalar(select(Person))
        assert (person.name, person.email, person.role, person.state) == (
            "Lily",
            "lily@example.com",
            "member",
            "seated",
        )


def test_what_was_typed_is_kept_on_error(tenant, visitor):
    answer = join(visitor, tenant, email="lily@", consent="")

    assert answer.status_code == 422
    assert 'value="lily@"' in answer.text
    assert 'value="Lily"' in answer.text
    assert "This address has a slip in it" in answer.text


def test_a_known_address_and_a_new_one_get_the_same_answer(app, tenant):
    with tenant.scope():
        add_person(role="member", name="First", email="first@example.com")
        db.session.commit()
    stranger, newcomer = app.test_client(), app.test_client()

    known, new = (
        join(stranger, tenant, email="first@example.com"),
        join(newcomer, tenant, email="new@example.com"),
    )

    assert (known.status_code, known.data) == (new.status_code, new.data)
    with tenant.scope():
        assert db.session.scalars(select(Person.email).order_by(Person.id)).all() == [
            "first@example.com",
            None,
            "new@example.com",
        ]
        assert db.session.scalars(select(MailMessage.recipient)).all() == ["first@example.com"]


def test_a_member_comes_back_by_a_mailed_code(app, tenant, visitor):
    with tenant.scope():
        add_person(role="member", name="Lily", email="lily@example.com", language="en")
        db.session.commit()
    page = visitor.get(tenant.public("/return?lang=en"))
    asked = visitor.post(
        tenant.public("/return?lang=en"), data={"form_token": token_in(page), "email": "lily@example.com"}
    )
    with tenant.scope():
        code = re.search(r"\d{6}", db.session.scalar(select(MailMessage.subject)))[0]

    answer = visitor.post(
        tenant.public("/code?lang=en"),
        data={"form_token": token_in(asked), "email": "lily@example.com", "code": code},
    )

    assert answer.status_code == 302
    assert "Hello, Lily" in visitor.get(tenant.public("/me?lang=en")).text


def test_five_wrong_guesses_end_a_code(app, tenant, visitor):
    with tenant.scope():
        add_person(role="member", name="Lily", email="lily@example.com", language="en")
        db.session.commit()
    page = visitor.get(tenant.public("/return?lang=en"))
    asked = visitor.post(
        tenant.public("/return?lang=en"), data={"form_token": token_in(page), "email": "lily@example.com"}
    )
    with tenant.scope():
        code = re.search(r"\d{6}", db.session.scalar(select(MailMessage.subject)))[0]
    wrong = "000000" if code != "000000" else "111111"
    data = {"form_token": token_in(asked), "email": "lily@example.com"}

    guesses = [
        visitor.post(tenant.public("/code"), data={**data, "code": wrong}).status_code for _ in range(5)
    ]

    assert guesses == [422] * 5
    assert visitor.post(tenant.public("/code"), data={**data, "code": code}).status_code == 422


def test_a_personal_link_asks_before_it_lets_in(app, tenant, visitor):
    join(visitor, tenant)
    shown = visitor.post(
        tenant.public("/me/link?lang=en"), data={"form_token": token_in(visitor.get(tenant.public("/me")))}
    )
    link = re.search(r"http://localhost(/corner/me/[\w-]{20,})", shown.text)[1]
    other_phone = app.test_client()

    asked = other_phone.get(f"{link}?lang=en")
    assert other_phone.get(tenant.public("/me")).status_code == 302
    other_phone.post(link, data={"form_token": token_in(asked)})

    assert "Hello, Lily" in other_phone.get(tenant.public("/me?lang=en")).text


def test_leaving_is_forgetting_on_every_phone(app, tenant, visitor):
    join(visitor, tenant)
    page = visitor.get(tenant.public("/me?lang=en"))

    answer = visitor.post(tenant.public("/leave?lang=en"), data={"form_token": token_in(page)})

    assert "Goodbye" in answer.text
    assert visitor.get(tenant.public("/me")).status_code == 302
    with tenant.scope():
        assert db.session.scalar(select(Person.state)) == "left"


def test_a_form_of_another_tenant_is_refused(tenant, other_tenant, visitor):
    foreign = token_in(visitor.get(other_tenant.public("/join")))

    answer = visitor.post(tenant.public("/join"), data={"form_token": foreign, "name": "x", "consent": "y"})

    assert answer.status_code == 400
    with tenant.scope():
        assert db.session.scalars(select(Person.id)).all() == []
