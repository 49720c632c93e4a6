"""What the contract about people does not ask: mails, which name nobody but an address."""

import pytest
from sqlalchemy import select

from core.database import db
from core.mail.models import MailMessage
from core.mail.operations import send_mail
from core.people.models import Person
from core.people.operations import add_person
from core.people.personal_data import erase_person, export_person

CANARY = "canary-7f3a"


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
