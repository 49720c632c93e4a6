"""Word of mouth: who sent whom, one reward for one friend, taken back with a refund, never for oneself."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from hutong import Base, db, personal_link_of
from hutong.people import Person, person_by_id
from plugins.club.ledger import transfers_under
from plugins.club.models import Member, Rule
from plugins.club.operations import join_club
from plugins.club.queries import member_by_id
from plugins.club.same_person import is_same_person, mailbox, same_phone
from plugins.club.testing import make_member, make_programme
from plugins.club.visits import record_visit, refund_visit

pytestmark = pytest.mark.both_databases


@pytest.fixture
def club(tenant):
    """A club that gives 100 points for a friend."""
    with tenant.scope():
        make_programme()
        db.session.add(Rule(kind="referral", points=100, minimum=1000))
        db.session.commit()
    return tenant


def link_of(member):
    where = {"plugin": "club", "object_kind": "programme", "object_id": make_programme().id}
    return personal_link_of(member.person_id, **where)


def friend_of(sender, name="Friend", known_as=None, **facts):
    """Somebody who came by the sender's personal link and joined."""
    person = Person(name=name, role="member", **facts)
    db.session.add(person)
    db.session.flush()
    return join_club(person_id=person.id, share_link_id=link_of(sender).id, known_as=known_as)


def pays(member, amount=3800):
    return record_visit(member=member, amount=amount, nonce=uuid.uuid4().hex)[0]


def balances(*members):
    db.session.expire_all()
    return [db.session.scalar(select(Member.balance).where(Member.id == member.id)) for member in members]


def test_the_first_paid_visit_of_a_friend_is_rewarded_once_and_on_one_level(club, acts_of):
    with club.scope():
        first = make_member("A")
        second = friend_of(first, "B")
        third = friend_of(second, "C")
        assert (second.referred_by, third.referred_by) == (first.id, second.id)

        pays(third)
        assert balances(first, second, third) == [0, 100, 0]
        pays(third)
        pays(second)
        pays(second)
        assert balances(first, second, third) == [100, 100, 0]
        db.session.refresh(first)
        assert (first.friends, second.friends) == (1, 1)
        assert acts_of("refer") == [("spread", first.person_id), ("spread", second.person_id)]


def test_too_small_a_visit_and_a_paused_rule_reward_nobody(club):
    with club.scope():
        sender = make_member()
        pays(friend_of(sender, "B"), amount=999)
        assert balances(sender) == [0]
        db.session.scalars(select(Rule)).one().active = False
        pays(friend_of(sender, "C"))
        assert balances(sender) == [0]


def test_the_best_rule_counts_alone_and_its_daily_limit_holds(club):
    with club.scope():
        db.session.add(Rule(kind="referral", points=120, daily_cap=150))
        sender = make_member()
        for gained in (120, 220, 320):
            pays(friend_of(sender, f"B{gained}"))
            assert balances(sender) == [gained]


def test_a_refund_takes_the_reward_back_and_the_next_visit_that_stands_earns_it(club):
    with club.scope():
        sender = make_member()
        friend = friend_of(sender)
        first = pays(friend)
        refund_visit(visit=first)
        assert balances(sender) == [0]
        refund_visit(visit=first)
        assert balances(sender) == [0]

        second, third = pays(friend), pays(friend)
        refund_visit(visit=third)
        assert balances(sender) == [100]
        fourth = pays(friend)
        refund_visit(visit=second)
        assert balances(sender) == [100]
        refund_visit(visit=fourth)
        assert balances(sender) == [0]


def test_two_first_visits_in_one_moment_are_one_reward(club):
    with club.scope():
        sender = make_member()
        friend = friend_of(sender)
        db.session.commit()
        sender_id, friend_id = sender.id, friend.id

    def pay(_number):
        with club.scope():
            pays(member_by_id(friend_id))
            db.session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(pay, range(16)))

    with club.scope():
        assert db.session.scalar(select(Member.balance).where(Member.id == sender_id)) == 100
        assert len([found for found in transfers_under("visit:") if found.reason == "referral"]) == 1


def test_nobody_brings_themselves(club):
    with club.scope():
        sender = make_member()
        person = person_by_id(sender.person_id)
        person.email, person.phone = "Lin.Xiaohong@example.com", "+86 138 0013 8000"
        db.session.flush()

        same_mail = friend_of(sender, "B", email="linxiaohong+card@EXAMPLE.com")
        same_phone_number = friend_of(sender, "C", phone="0138-0013-8000")
        own_phone = friend_of(sender, "D", known_as=sender.person_id)
        stranger = friend_of(sender, "E", email="lin@example.com", phone="13800138001")

        senders = [card.referred_by for card in (same_mail, same_phone_number, own_phone, stranger)]
        assert senders == [None, None, None, sender.id]


def test_somebody_who_has_a_card_or_whose_sender_left_was_sent_by_nobody(club):
    with club.scope():
        sender = make_member()
        old = make_member("Old")
        again = join_club(person_id=old.person_id, share_link_id=link_of(sender).id)
        assert (again.id, again.referred_by) == (old.id, None)
        link = link_of(sender)
        sender.state = "stopped"
        person = Person(name="Late", role="member")
        db.session.add(person)
        db.session.flush()
        assert join_club(person_id=person.id, share_link_id=link.id).referred_by is None


def test_mailboxes_and_numbers_are_compared_as_people_read_them(club):
    assert mailbox("A.b+c@Mail.example") == mailbox("ab@mail.example")
    assert mailbox("ab@mail.example") != mailbox("ab@post.example")
    assert same_phone("0086 138-0013-8000", "13800138000")
    assert not same_phone("", "")
    assert not same_phone("110", "0110")
    assert not is_same_person(
        Person(id=uuid.uuid4(), name="A", phone=""), Person(id=uuid.uuid4(), name="B", phone="")
    )


@pytest.fixture
def acts_of():
    """Stage and person of the acts with a verb, oldest first."""

    def find(verb):
        acts = next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == "act")
        return [
            tuple(row)
            for row in db.session.execute(
                select(acts.stage, acts.person_id).where(acts.verb == verb).order_by(acts.at)
            )
        ]

    return find
