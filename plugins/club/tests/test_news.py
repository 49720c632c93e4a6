"""The card says how much is new for its holder; it leads to their own page."""

import re

import pytest
from sqlalchemy import select

from hutong import db
from hutong.people import Person, tell_person
from plugins.club.operations import join_club
from plugins.club.testing import make_programme


@pytest.fixture
def holder(tenant):
    """Who is known on the phone of `tenant.member`, and has a card; gives their id."""
    tenant.as_role("member")
    with tenant.scope():
        make_programme()
        person_id = db.session.scalars(select(Person.id).where(Person.role == "member")).one()
        join_club(person_id=person_id)
        db.session.commit()
        return person_id


def test_the_card_says_how_much_is_new(tenant, holder):
    def card():
        return tenant.member.get(tenant.public("/club/?lang=en")).text

    before = card()
    with tenant.scope():
        for number in range(2):
            tell_person(person_id=holder, key=f"club/x/{number}", thread="club", subject="A coupon has come")
        db.session.commit()

    found = re.search(r'<a class="mark" href="([^"]+)">.*?<span>([^<]+)</span>', card())
    assert 'class="mark"' not in before
    assert found.groups() == ("/corner/me?lang=en#news", "2 new things for you")
