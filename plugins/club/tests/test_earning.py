"""Earning by the rules, ends, tiers and birthdays, day by day."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import g
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import ActInfo, db, record_act
from hutong.testing import notifications_of, run_due_jobs
from plugins.club.earning import act_recorded, earn_for_birthdays, preview_earning
from plugins.club.expiring import end_points, remind_of_ends
from plugins.club.explaining import next_expiry
from plugins.club.jobs import HANDLERS
from plugins.club.levels import review_tiers, standing_of
from plugins.club.models import Lot, Member, Transfer
from plugins.club.testing import make_member, make_programme, make_rule, make_tier
from plugins.club.visits import record_visit, refund_visit

START = datetime(2026, 3, 10, 4, tzinfo=UTC)


def paid(member, amount):
    visit, _is_new = record_visit(member=member, amount=amount, nonce=uuid.uuid4().hex)
    db.session.refresh(member)
    return visit


def notices_of(person_id):
    """What somebody was told, oldest first."""
    return [told.subject for told in reversed(notifications_of(person_id))]


@pytest.fixture
def clock(tenant):
    """A club in the tenant's scope, with the clock at `START`."""
    with time_machine.travel(START, tick=False) as clock, tenant.scope():
        g.tenant = tenant.info()
        make_programme(expiry="months", expiry_months=12, tier_months=12)
        yield clock


def on(clock, year, month, day):
    clock.move_to(datetime(year, month, day, 4, tzinfo=UTC))


def test_a_visit_earns_by_each_rule_once_and_a_refund_takes_all_of_it(clock):
    make_rule()
    make_rule(kind="visit", points=5)
    make_rule(kind="visit", points=9, minimum=10_000)
    member = make_member()
    visit = paid(member, 3_050)
    again, is_new = record_visit(member=member, amount=3_050, nonce=visit.nonce)
    db.session.refresh(member)
    assert (again.id, is_new, member.balance, member.earned) == (visit.id, False, 35, 35)

    refund_visit(visit=visit)

    db.session.refresh(member)
    assert (member.balance, member.earned) == (0, 0)


def test_a_daily_limit_holds_and_a_refund_makes_room(clock):
    make_rule(daily_cap=30)
    member = make_member()
    visit = paid(member, 2_000)
    paid(member, 2_000)
    assert member.balance == 30
    assert [verdict.why for verdict in preview_earning(member, 500, START)] == ["cap"]

    refund_visit(visit=visit)
    paid(member, 1_500)

    assert member.balance == 25


def test_an_answered_survey_earns_once_however_often_it_is_told(clock, tenant):
    make_rule(kind="answer", points=10)
    member = make_member()
    survey = uuid.uuid4()

    def told(verb="complete", act=None):
        act_recorded(
            g.tenant,
            ActInfo(
                act or uuid.uuid4(), START, "intent", verb, "survey", "survey", survey, member.person_id, None
            ),
        )

    for verb in ("start", "complete", "complete"):
        told(verb)

    db.session.refresh(member)
    assert member.balance == 10


def test_an_answer_reaches_the_card_by_the_ledger_of_acts(app, tenant):
    survey = uuid.uuid4()
    with tenant.scope():
        make_programme()
        make_rule(kind="answer", points=10)
        member = make_member()
        for _twice in range(2):
            record_act(
                stage="intent",
                verb="complete",
                plugin="survey",
                object_kind="survey",
                object_id=survey,
                person_id=member.person_id,
            )
        db.session.commit()
        member_id = member.id

    run_due_jobs(app)

    with tenant.scope():
        assert db.session.scalars(select(Member.balance).where(Member.id == member_id)).one() == 10


def test_joining_and_birthdays_earn_once_and_a_shut_house_makes_up(clock):
    make_rule(kind="welcome", points=20)
    make_rule(kind="birthday", points=50)
    member = make_member(birthday="02-29")
    assert select_balance(member) == 20

    for day, balance in (((2027, 3, 3), 70), ((2027, 3, 4), 70), ((2028, 2, 28), 70), ((2028, 2, 29), 120)):
        on(clock, *day)
        for _twice in range(2):
            assert earn_for_birthdays(date(*day), None, 2) is None
        assert select_balance(member) == balance


def test_who_joined_after_their_birthday_waits_a_year(clock):
    make_rule(kind="birthday", points=50)
    late, other = make_member("Late", birthday="03-09"), make_member("Other", birthday="03-10")

    last = earn_for_birthdays(date(2026, 3, 10), None, 1)
    assert earn_for_birthdays(date(2026, 3, 10), last, 5) is None

    assert (select_balance(late), select_balance(other)) == (0, 50)


def select_balance(member):
    db.session.refresh(member)
    return member.balance


def test_points_end_after_their_last_day_and_are_reminded_of_once(clock):
    make_rule()
    member = make_member()
    paid(member, 12_000)
    on(clock, 2026, 5, 1)
    paid(member, 5_000)
    ending = next_expiry(member)
    assert (ending.points, str(ending.day)) == (120, "2027-03-10")

    on(clock, 2027, 2, 7)
    remind_of_ends(500)
    assert notices_of(member.person_id) == []
    for _day in range(3):
        on(clock, 2027, 2, 8)
        remind_of_ends(500)
    assert notices_of(member.person_id) == ["120 points end on 10 March 2027"]

    on(clock, 2027, 3, 10)
    assert not end_points(500)
    assert select_balance(member) == 170
    on(clock, 2027, 3, 11)
    end_points(500)
    end_points(500)
    assert select_balance(member) == 50
    assert [lot.left for lot in db.session.scalars(select(Lot).order_by(Lot.id))] == [0, 50]


def test_a_tier_is_reached_at_once_and_lost_by_the_day_with_a_warning(clock):
    make_rule()
    silver, gold = make_tier("Silver", 100), make_tier("Gold", 300)
    member = make_member()
    paid(member, 20_000)
    on(clock, 2026, 9, 1)
    paid(member, 12_000)
    assert member.tier_id == gold.id
    assert standing_of(member).next is None

    on(clock, 2027, 2, 7)  # 31 days before the first visit leaves the year
    review_tiers(None, 500)
    assert member.tier_warned_for is None
    on(clock, 2027, 2, 9)
    review_tiers(None, 500)
    on(clock, 2027, 2, 20)
    review_tiers(None, 500)
    assert (member.tier_id, str(member.tier_warned_for)) == (gold.id, "2027-03-11")
    on(clock, 2027, 3, 11)
    review_tiers(None, 500)
    assert member.tier_id == silver.id
    assert notices_of(member.person_id) == [
        "You are now: Silver",
        "You are now: Gold",
        "To stay Gold you need 180 more by 10 March 2027",
        "Your tier is now: Silver",
    ]


def test_a_refund_counts_where_the_visit_did(clock):
    make_rule()
    make_tier("Silver", 100)
    member = make_member()
    visit = paid(member, 9_000)
    on(clock, 2026, 12, 1)
    refund_visit(visit=visit)
    on(clock, 2027, 4, 1)

    paid(member, 10_000)

    assert standing_of(member).earned == 100


def asked_by(work):
    """How many statements some work sends."""
    sent = []

    def note(*_args):
        sent.append(1)

    db.session.flush()
    db.session.expunge_all()
    event.listen(Engine, "before_cursor_execute", note)
    work()
    db.session.flush()
    event.remove(Engine, "before_cursor_execute", note)
    return len(sent)


def test_the_days_rounds_ask_as_often_for_three_members_as_for_one(clock):
    make_rule()
    make_tier("Silver", 100)
    paid(make_member("One"), 20_000)
    review_one = asked_by(lambda: review_tiers(None, 500))
    on(clock, 2027, 3, 11)
    end_one = asked_by(lambda: end_points(500))
    for name in ("Two", "Three", "Four"):
        paid(make_member(name), 20_000)
    review_tiers(None, 500)  # One is warned

    assert asked_by(lambda: review_tiers(None, 500)) == review_one
    on(clock, 2028, 3, 12)
    assert asked_by(lambda: end_points(500)) == end_one
    assert len(db.session.scalars(select(Transfer.id).where(Transfer.reason == "expire")).all()) == 4


def test_every_job_can_run_twice(clock):
    make_rule(kind="birthday", points=5)
    make_member(birthday="03-10")
    for _twice in range(2):
        for name in ("end_of_day", "end_points", "remind_of_ends", "review_tiers", "birthdays"):
            HANDLERS[name]({})
    assert len(db.session.scalars(select(Transfer)).all()) == 1
