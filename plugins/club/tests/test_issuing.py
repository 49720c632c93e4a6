"""A card made at the counter, and opened on another phone."""

import re

import pytest
from sqlalchemy import select

from hutong import db
from hutong.people import Person
from plugins.club.models import Member, Programme
from plugins.club.testing import make_member, make_programme


def test_a_card_is_made_for_who_stands_there_and_agrees(tenant):
    with tenant.scope():
        make_programme()
        db.session.commit()
    address = tenant.console("/club/members/new")

    assert tenant.staff.post(address, data={"name": "王小明", "phone": "138"}).status_code == 422
    tenant.staff.post(address, data={"name": "王小明", "phone": "138", "consent": "y"})

    with tenant.scope():
        card = db.session.scalars(select(Member)).one()
        person = db.session.scalars(select(Person).where(Person.id == card.person_id)).one()
        assert (person.name, person.phone, person.role) == ("王小明", "138", "member")


def test_the_form_sent_twice_is_one_card_and_typed_anew_another(tenant):
    with tenant.scope():
        make_programme()
        db.session.commit()
    address = tenant.console("/club/members/new")
    nonce = re.search(r'name="nonce"[^>]* value="([^"]+)"', tenant.staff.get(address).text)[1]
    form = {"name": "王小明", "consent": "y", "nonce": nonce}

    first, again, other = (
        tenant.staff.post(address, data=form | {"name": name}).location
        for name in ("王小明", "王小明", "李雷")
    )

    assert (first == again, first == other) == (True, False)
    with tenant.scope():
        names = select(Person.name).join(Member, Member.person_id == Person.id).order_by(Person.name)
        assert db.session.scalars(names).all() == ["李雷", "王小明"]
        assert db.session.scalars(select(Person).where(Person.name == "王小明")).one()


def test_a_paused_club_makes_no_card_at_the_counter_either(tenant):
    with tenant.scope():
        make_programme(state="paused")
        db.session.commit()

    page = tenant.staff.get(tenant.console("/club/members/new?lang=en")).text

    assert "takes no new members" in page
    with tenant.scope():
        assert db.session.scalars(select(Programme)).one().state == "paused"


@pytest.mark.parametrize(("lost", "same_number", "old_knows"), [(False, True, True), (True, False, False)])
def test_the_card_opens_on_another_phone_and_the_lost_one_forgets(app, tenant, lost, same_number, old_knows):
    with tenant.scope():
        make_programme()
        db.session.commit()
    old = tenant.member
    token = re.search(r'name="form_token" value="([^"]+)"', old.get(tenant.public("/club/")).text)[1]
    old.post(tenant.public("/club/join"), data={"form_token": token})
    with tenant.scope():
        card = db.session.scalars(select(Member)).one()
        card_id, number = card.id, card.number

    page = tenant.staff.post(
        tenant.console(f"/club/members/{card_id}/phone"), data={"lost": "1"} if lost else {}
    )

    assert 'class="qr"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    with tenant.scope():
        assert (db.session.scalars(select(Member)).one().number == number) is same_number
    assert ("••• •••" not in old.get(tenant.public("/club/")).text) is old_knows


def test_the_counter_opens_no_colleagues_page(tenant):
    with tenant.scope():
        member = make_member("Boss")
        db.session.scalars(select(Person).where(Person.id == member.person_id)).one().role = "admin"
        member_id = member.id
        db.session.commit()

    answer = tenant.staff.post(tenant.console(f"/club/members/{member_id}/phone"))

    assert answer.status_code == 404
