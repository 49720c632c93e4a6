"""Nobody becomes more than they were made: by an address, an invitation, an odd field or by asking often."""

import re

import pytest
from flask_limiter.constants import ConfigVars
from sqlalchemy import select

from core.accounts.models import Account, AccountSession
from core.accounts.sessions import SESSION_LIFE
from core.codes import hash_token, new_token
from core.database import db, now, writing
from core.extensions import limiter
from core.mail.models import MailMessage
from core.people.models import Person
from core.testing.application import _signed_in

pytestmark = pytest.mark.both_databases


def person_with(tenant, role):
    with tenant.scope():
        return db.session.scalars(select(Person).where(Person.role == role)).first()


def facts(tenant):
    """(role, address, whose account) of everybody."""
    with tenant.scope():
        return sorted(
            (person.role, person.email or "", str(person.account_id or ""))
            for person in db.session.scalars(select(Person))
        )


def account_with(app, email):
    """Somebody's confirmed account, signed in."""
    token = new_token()
    with app.app_context(), writing():
        account = Account(email=email, language="en", confirmed_at=now())
        db.session.add(account)
        db.session.flush()
        db.session.add(
            AccountSession(
                token_hash=hash_token(token), account_id=account.id, expires_at=now() + SESSION_LIFE
            )
        )
        db.session.commit()
    return _signed_in(app, token)


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_nobody_gives_the_owner_another_address(tenant, role):
    assert tenant.owner is not None
    shown = person_with(tenant, "owner")
    form = {"name": "Boss", "role": "owner", "email": "mine@evil.example", "language": "en"}

    answer = tenant.as_role(role).post(tenant.console(f"/people/{shown.id}"), data=form)
    removed = tenant.as_role(role).post(tenant.console(f"/people/{shown.id}/remove"))

    assert (answer.status_code, removed.status_code) == (422, 403)
    assert person_with(tenant, "owner").email == "owner@corner.example"


def test_the_owner_may_change_any_address(tenant):
    """The control of the test above."""
    tenant.as_role("staff")
    shown = person_with(tenant, "staff")
    form = {"name": "Ann", "role": "staff", "email": "ann@street.example"}

    assert tenant.owner.post(tenant.console(f"/people/{shown.id}"), data=form).status_code == 302
    assert person_with(tenant, "staff").email == "ann@street.example"


def test_an_invitation_takes_nobody_elses_place(app, tenant):
    """Also where a person carries the invited account's address."""
    page = tenant.owner.post(tenant.console("/people/invite"), data={"role": "staff", "note": ""})
    path = re.search(r"/-/invite/corner/[\w-]+", page.text)[0]
    with tenant.scope():
        owner = db.session.scalar(select(Person).where(Person.role == "owner"))
        owner.email = "mine@evil.example"
        db.session.commit()
    before = facts(tenant)
    mallory = account_with(app, "mine@evil.example")

    mallory.post(path)

    after = facts(tenant)
    assert [person for person in after if person in before] == before
    assert [person[:2] for person in after if person not in before] == [("staff", "")]


def test_an_invitation_makes_nobody_less(tenant):
    page = tenant.owner.post(tenant.console("/people/invite"), data={"role": "staff", "note": ""})
    path = re.search(r"/-/invite/corner/[\w-]+", page.text)[0]

    for role in ("owner", "admin"):
        tenant.as_role(role).post(path)

    assert tenant.as_role("admin").get(tenant.console("/people/invite")).status_code == 200
    assert tenant.owner.get(tenant.console("/settings/address")).status_code == 200


def test_fields_that_no_form_has_do_nothing(app, tenant, other_tenant):
    """Mass assignment: whatever a row has, only what the form shows is taken from the request."""
    tenant.as_role("member")
    staff, shown = tenant.staff, person_with(tenant, "member")
    extra = {
        "tenant_id": str(other_tenant.id),
        "id": "00000000-0000-0000-0000-000000000001",
        "account_id": str(shown.account_id),
        "state": "left",
        "is_operator": "1",
        "is_admin": "1",
        "status": "active",
        "seats": "1000000",
        "plan_id": "x",
    }
    edit = {"name": "Mia", "email": "mia@street.example", "role": "member", "phone": "", "note": "", **extra}

    staff.post(tenant.console(f"/people/{shown.id}"), data=edit)
    staff.post(tenant.console(f"/people/{shown.id}"), data={**edit, "role": "owner", "name": "Boss"})
    staff.post("/-/account", data={"name": "Staff", "language": "en", **extra})

    again = person_with(tenant, "member")
    assert (again.id, again.name, again.state) == (shown.id, "Mia", "seated")
    with app.app_context():
        assert db.session.scalars(select(Account.id).where(Account.is_operator)).all() == []


def test_an_address_is_not_flooded_by_asking_for_codes(app, tenant):
    assert tenant.member is not None
    app.config[ConfigVars.ENABLED] = True
    limiter.enabled = True
    limiter.init_app(app)
    visitor = app.test_client()
    token = re.search(r'name="form_token"[^>]*value="([^"]+)"', visitor.get("/corner/return").text)[1]

    try:
        form = {"form_token": token, "email": "member@corner.example"}
        answers = {visitor.post("/corner/return", data=form).status_code for _ in range(30)}
    finally:
        limiter.enabled = False

    assert answers == {200}
    with app.app_context():
        assert len(db.session.scalars(select(MailMessage.id)).all()) == 6
