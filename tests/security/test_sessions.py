"""A session is one browser's, at one tenant, for as long as it is wanted."""

import pytest
from sqlalchemy import select, update

from core.accounts.models import Account, AccountSession
from core.accounts.passwords import hash_password
from core.database import db, now, writing
from core.people.models import Person

PASSWORD = "a long and winding lane"
FORM = {"email": "ann@street.example", "password": PASSWORD}


@pytest.fixture
def ann(app):
    with app.app_context(), writing():
        db.session.add(
            Account(email=FORM["email"], password_hash=hash_password(PASSWORD), confirmed_at=now())
        )
        db.session.commit()


def cookie(client):
    return client.get_cookie("hutong_session").value


def test_a_member_of_one_tenant_is_nobody_at_another(app, tenant, other_tenant):
    token = tenant.member.get_cookie("hutong_person", path="/corner").value
    visitor = app.test_client()
    visitor.set_cookie("hutong_person", token, path="/")

    assert visitor.get("/corner/me").status_code == 200
    assert visitor.get("/elsewhere/me").location == "/elsewhere/join"


def test_signing_in_takes_a_new_session(app, ann):
    """Whatever session somebody was talked into using, it is not the one that is signed in."""
    client = app.test_client()
    client.get("/-/sign-in")
    planted = cookie(client)

    client.post("/-/sign-in", data=FORM)

    follower = app.test_client()
    follower.set_cookie("hutong_session", planted)
    assert client.get("/-/communities").status_code == 200
    assert "/-/sign-in" in follower.get("/-/communities").location


def test_a_session_that_ended_opens_nothing_though_its_cookie_was_kept(app, ann):
    client, thief = app.test_client(), app.test_client()
    client.post("/-/sign-in", data=FORM)
    thief.set_cookie("hutong_session", cookie(client))
    assert thief.get("/-/communities").status_code == 200

    client.post("/-/sign-out")

    assert "/-/sign-in" in thief.get("/-/communities").location
    with app.app_context():
        assert db.session.scalars(select(AccountSession.id)).all() == []


@pytest.mark.parametrize(("change", "status"), [({"state": "left"}, 404), ({"role": "member"}, 403)])
def test_what_is_taken_away_is_gone_at_the_next_request(tenant, change, status):
    staff = tenant.staff
    assert staff.get(tenant.console("/")).status_code == 200

    with tenant.scope():
        db.session.execute(update(Person).where(Person.role == "staff").values(**change))
        db.session.commit()

    assert staff.get(tenant.console("/")).status_code == status


@pytest.mark.parametrize("value", ["", ".", "e30.x.y", "a" * 4000, "eyJfdXNlcl9pZCI6IngifQ.x.x"])
def test_made_up_cookies_are_nobodys(app, tenant, value):
    client = app.test_client()
    for name in ("hutong_session", "hutong_person", "hutong_device", "__Host-session", "__Host-person"):
        client.set_cookie(name, value, path="/")

    assert "/-/sign-in" in client.get(tenant.console("/")).location
    assert client.get(tenant.public("/me")).location == "/corner/join"
