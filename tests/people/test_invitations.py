"""Invitations: one link, one person, one role."""

import re

import pytest
from sqlalchemy import select

from core.database import db
from core.people.models import Person

pytestmark = pytest.mark.both_databases


def invite(tenant, role):
    """An invitation made by the owner; gives the path of its link."""
    page = tenant.owner.post(tenant.console("/people/invite"), data={"role": role, "note": "Anna"})
    return re.search(r"/-/invite/corner/[\w-]+", page.text)[0]


def test_staff_come_in_without_an_account_first(app, tenant):
    path = invite(tenant, "staff")
    anna = app.test_client()

    assert "corner shop invites you" in anna.get(f"{path}?lang=en").text
    entered = anna.post(path)

    assert entered.location == f"http://localhost{tenant.console('/')}"
    assert anna.get(tenant.console("/")).status_code == 200
    assert anna.get(tenant.console("/people/invite")).status_code == 403


def test_a_link_lets_one_person_in(app, tenant):
    path = invite(tenant, "staff")
    app.test_client().post(path)

    late = app.test_client().post(f"{path}?lang=en")

    assert late.status_code == 410
    assert "This invitation has ended" in late.text


def test_looking_at_a_link_does_not_use_it_up(app, tenant):
    path = invite(tenant, "member")

    answers = [app.test_client().get(path).status_code for _ in range(3)]

    assert answers == [200] * 3
    assert app.test_client().post(path).status_code == 302


def test_an_invitation_can_be_taken_back(app, tenant):
    path = invite(tenant, "admin")
    listed = tenant.owner.get(tenant.console("/people/invite")).text
    revoke = re.search(r'action="(/console/corner/people/invite/[^"]+/revoke)"', listed)[1]

    tenant.owner.post(revoke)

    assert app.test_client().get(path).status_code == 410


def test_a_member_needs_no_account(app, tenant):
    guest = app.test_client()

    welcome = guest.post(invite(tenant, "member"))

    assert re.fullmatch(r"http://localhost/corner/me/[\w-]+", welcome.location)
    with tenant.scope():
        assert db.session.scalars(select(Person.role).order_by(Person.id)).all() == ["owner", "member"]


def test_a_link_of_another_tenant_opens_nothing(app, tenant, other_tenant):
    path = invite(tenant, "staff").replace("corner", "elsewhere")

    assert app.test_client().get(path).status_code == 410
    with other_tenant.scope():
        assert db.session.scalars(select(Person.id)).all() == []
