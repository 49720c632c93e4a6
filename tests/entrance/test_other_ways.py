"""Less common ways through the entrance: second trials, invited guests, people who were there already."""

import pytest
from sqlalchemy import func, select

from core.accounts.models import Account
from core.database import db, writing
from core.operator.entering import operator_account
from core.people.models import Person
from core.people.operations import add_person
from core.tenancy import all_tenants_unsafe, bind_tenant
from core.tenants.models import Tenant
from tests.entrance.conftest import PASSWORD
from tests.gallery.scene import make_account, open_trial, send, signed_in

EN = {"Accept-Language": "en"}


def status_of(app, tenant_id):
    with app.app_context():
        return db.session.get(Tenant, tenant_id).status


def people_of(app, tenant_id):
    with app.app_context(), all_tenants_unsafe("look at everybody"):
        rows = db.session.execute(
            select(Account.email, Person.role, Person.state)
            .join(Account, Account.id == Person.account_id)
            .where(Person.tenant_id == tenant_id)
        ).all()
        return sorted(tuple(row) for row in rows)


def test_account_that_was_there_already_takes_the_owner_s_place(app, guest, known):
    with app.app_context(), writing():
        bind_tenant(db.session(), guest.tenant)
        account = db.session.scalar(select(Account.id).where(Account.email == known))
        add_person(role="member", email=known, account_id=account)
        db.session.commit()

    send(guest.client, "/-/sign-in", {"email": known, "password": PASSWORD}, page="/-/sign-in")

    assert people_of(app, guest.tenant) == [(known, "owner", "seated")]
    with app.app_context():
        assert db.session.get(Tenant, guest.tenant).seats_taken == 1


def test_operator_s_browser_stays_the_operator_s(app, known):
    with app.app_context(), writing():
        operator_id = operator_account().id
        db.session.commit()
    browser = signed_in(app, operator_id)

    send(browser, "/-/sign-in", {"email": known, "password": PASSWORD}, page="/-/sign-in")

    with app.app_context():
        assert db.session.get(Account, operator_id).is_operator
        assert db.session.scalar(select(func.count()).select_from(Account)) == 2


@pytest.mark.parametrize("is_operator", [True, False])
def test_somebody_without_a_trial_gets_an_address_too(app, guest, is_operator):
    with app.app_context(), writing():
        if is_operator:
            account = operator_account()
        else:
            bind_tenant(db.session(), guest.tenant)
            account = Account(language="en")
            db.session.add(account)
            db.session.flush()
            add_person(role="staff", account_id=account.id)
        db.session.commit()
        account_id = account.id
    browser = signed_in(app, account_id)

    answer = send(browser, "/-/claim", {"email": "me@example.com", "password": PASSWORD}, page="/-/claim")

    assert answer.location == "/-/claimed"
    assert (
        send(
            app.test_client(),
            "/-/sign-in",
            {"email": "me@example.com", "password": PASSWORD},
            page="/-/sign-in",
        ).status_code
        == 303
    )
    assert status_of(app, guest.tenant) == "trial"


def test_second_trial_waits_for_the_address_to_be_confirmed(app, guest, post):
    with app.app_context(), writing():
        bind_tenant(db.session(), guest.tenant)
        db.session.commit()
    second = open_trial(app)
    with app.app_context(), writing():
        bind_tenant(db.session(), second.tenant)
        owner = db.session.scalar(select(Person).where(Person.role == "owner"))
        owner.account_id = guest.account
        db.session.commit()
    send(
        guest.client,
        "/-/claim",
        {"trial": str(guest.tenant), "email": "zhou@example.com", "password": PASSWORD},
        page=f"/-/claim?slug={guest.slug}",
    )
    keep = {"trial": str(second.tenant)}

    send(guest.client, "/-/claim", keep, page="/-/account")
    assert status_of(app, second.tenant) == "trial"
    [(_, link, _)] = post("zhou@example.com")
    send(guest.client, link, page=link)
    send(guest.client, "/-/claim", keep, page=f"/-/claim?slug={second.slug}")

    assert status_of(app, second.tenant) == "active"


def test_forgotten_password_confirms_a_claimed_address(app, guest, post):
    send(
        guest.client,
        "/-/claim",
        {"trial": str(guest.tenant), "email": "zhou@example.com", "password": "forgotten at once"},
        page=f"/-/claim?slug={guest.slug}",
    )
    send(app.test_client(), "/-/forgot", {"email": "zhou@example.com"}, page="/-/forgot")
    link = next(link for subject, link, _ in post("zhou@example.com") if subject == "Set a new password")
    browser = app.test_client()

    send(browser, link, {"password": PASSWORD}, page=link)

    assert browser.get(f"/console/{guest.slug}/").status_code == 200
    assert guest.client.get(f"/console/{guest.slug}/").status_code == 302
    assert people_of(app, guest.tenant) == [("zhou@example.com", "owner", "seated")]


def test_communities_lists_those_one_works_in_only(app, guest, tenant):
    account = make_account(app, "zhou@example.com", PASSWORD)
    with tenant.scope():
        add_person(role="staff", account_id=account)
        db.session.commit()
    with app.app_context(), writing():
        bind_tenant(db.session(), guest.tenant)
        add_person(role="member", account_id=account)
        db.session.commit()

    page = signed_in(app, account).get("/-/communities", headers=EN).text

    assert "corner shop" in page
    assert "Corner Shop" not in page
