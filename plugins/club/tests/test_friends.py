"""The pages of word of mouth: the member's own link on the phone, the chain in the console."""

import re
import uuid

import pytest
from sqlalchemy import select

from hutong import db, link_shared_by
from plugins.club.friend_chain import MOST_FRIENDS, draw, families, generations
from plugins.club.friend_queries import Friend, points_for_friends
from plugins.club.models import Member, Rule
from plugins.club.testing import make_member, make_programme
from plugins.club.tests.test_referring import friend_of, pays
from plugins.club.visits import refund_visit


@pytest.fixture
def phone(tenant, app):
    """A member's phone, as the person knows it: one who joined by its form."""
    with tenant.scope():
        make_programme()
        db.session.add(Rule(kind="referral", points=100))
        db.session.commit()
    return joined(app.test_client(), tenant, "Lin")


def joined(client, tenant, name, query=""):
    page = client.get(tenant.public(f"/club/{query}")).text
    data = dict(re.findall(r'name="(form_token|via)" value="([^"]*)"', page))
    client.post(tenant.public("/club/join"), data={**data, "name": name, "consent": "y"})
    return client


def made_link(client, tenant):
    page = client.get(tenant.public("/club/friends?lang=en")).text
    token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
    client.post(tenant.public("/club/friends"), data={"form_token": token})
    return client.get(tenant.public("/club/friends?lang=en")).text


def test_a_member_asks_for_a_link_and_a_friend_who_opens_it_is_theirs(phone, tenant, app):
    assert (
        "100 points for you when your friend pays for the first time."
        in phone.get(tenant.public("/club/?lang=en")).text
    )
    with tenant.scope():
        member = db.session.scalars(select(Member)).one()
        assert link_shared_by(member.person_id, make_programme().id) is None

    page = made_link(phone, tenant)
    code = re.search(r"/s/([a-z0-9]+)", page).group(1)
    assert f"Get yours here: http://localhost/{tenant.slug}/s/{code}" in page

    friend = app.test_client()
    landed = friend.get(tenant.public(f"/s/{code}"))
    assert landed.headers["Location"].endswith(f"via={code}")
    page = friend.get(tenant.public(f"/club/?lang=en&via={code}")).text
    assert "A friend sent you" in page
    joined(friend, tenant, "Friend", f"?via={code}")

    with tenant.scope():
        first, second = db.session.scalars(select(Member).order_by(Member.joined_at)).all()
        assert (second.referred_by, first.friends) == (first.id, 1)
    assert "1 friend came, 0 of them have paid" in phone.get(tenant.public("/club/friends?lang=en")).text


def test_reading_writes_nothing_and_asking_twice_makes_one_link(phone, tenant):
    first = made_link(phone, tenant)
    second = phone.get(tenant.public("/club/friends?lang=en"))

    assert re.search(r"/s/([a-z0-9]+)", first).group(1) == re.search(r"/s/([a-z0-9]+)", second.text).group(1)
    assert second.headers["Cache-Control"] == "no-store"


def test_who_has_no_card_is_led_to_the_club(phone, tenant, app):
    stranger = app.test_client()

    assert stranger.get(tenant.public("/club/friends")).headers["Location"].endswith("/club/")
    assert stranger.post(tenant.public("/club/friends")).headers["Location"].endswith("/club/")


def test_the_console_shows_the_chain_and_what_came_of_it(tenant):
    with tenant.scope():
        make_programme()
        db.session.add(Rule(kind="referral", points=100))
        first = make_member("Ann")
        second = friend_of(first, "Ben")
        third = friend_of(second, "Cai")
        friend_of(first, "Dan")
        pays(second)
        refund_visit(visit=pays(third))
        db.session.commit()
        assert points_for_friends() == 100
        ids = [card.id for card in (first, second, third)]

    page = tenant.owner.get(tenant.console("/club/friends?lang=en")).text
    assert "1 step: 2 friends came, 1 of them has paid; 2 steps: 1 friend came, 0 of them have paid" in page
    assert "2 friends, 1 paid, 1 through them" in page
    chain = tenant.owner.get(tenant.console(f"/club/friends/{ids[1]}?lang=en")).text
    assert re.findall(r"<b>(Ann|Ben|Cai|Dan)</b>", chain) == ["Ann", "Cai"]
    assert tenant.owner.get(tenant.console(f"/club/friends/{uuid.uuid4()}")).status_code == 404


def test_a_club_without_friends_says_how_they_come(tenant):
    with tenant.scope():
        make_programme()
        db.session.commit()

    assert "Nobody has brought a friend yet" in tenant.owner.get(tenant.console("/club/friends?lang=en")).text


def chain_of(*pairs):
    """Friends by the letters of who brought whom, "AB": A brought B; a small letter has not paid."""
    ids = {}

    def named(letter):
        return ids.setdefault(letter.upper(), uuid.UUID(int=ord(letter.upper())))

    return [Friend(named(to), uuid.uuid4(), named(by), to.isupper()) for by, to in pairs]


def test_generations_are_counted_and_the_largest_family_stands_first():
    roots = families(chain_of("AB", "Bc", "CD", "XY", "Ae"))

    assert [chr(root.member_id.int) for root in roots] == ["A", "X"]
    assert [root.family for root in roots] == [4, 1]
    assert [(step.joined, step.paid) for step in generations(roots)] == [(3, 2), (1, 0), (1, 1)]


def test_a_long_chain_and_a_wide_one_are_drawn_in_part_and_counted_whole():
    long = chain_of(*[chr(65 + number) + chr(66 + number) for number in range(20)])
    wide = [Friend(uuid.uuid4(), uuid.uuid4(), uuid.UUID(int=7), has_paid=False) for _number in range(40)]

    for friends, count in ((long, 20), (wide, 40)):
        roots = families(friends)
        picture = draw(roots)
        assert sum(step.joined for step in generations(roots)) == count
        assert not picture.is_whole
        assert all(86 < brick.x < 288 for brick in picture.bricks)
    assert len(draw(families(wide)).bricks) == MOST_FRIENDS + 1


def test_a_circle_left_by_a_merge_hurts_nobody():
    assert families(chain_of("AB", "BA")) == []
