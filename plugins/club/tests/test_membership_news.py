"""Who ordered a membership is told what became of it, once, in their language."""

from datetime import date, timedelta

import pytest
import time_machine

from hutong import db, now
from hutong.people import person_by_id
from hutong.testing import recent_mails, run_due_jobs
from plugins.club.selling import confirm_payment, lapse_unpaid_orders, order_membership, refund_membership
from plugins.club.testing import make_member, make_plan

TODAY = date(2026, 11, 22)


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False) as travelling:
        yield travelling


@pytest.fixture
def order(tenant, clock):
    """An order of somebody who speaks Chinese; gives a function that does something with it."""
    with tenant.scope():
        member = make_member()
        person_by_id(member.person_id).language = "zh"
        made = order_membership(plan=make_plan(), member=member, way="club.counter", nonce="1")
        db.session.commit()
        order_id = made.id

    def act(do):
        with tenant.scope():
            done = do(db.session.get_one(type(made), (tenant.id, order_id)))
            db.session.commit()
            return done

    return act


def mails(app, clock):
    clock.shift(timedelta(minutes=5))
    run_due_jobs(app)
    with app.app_context():
        return [(mail.subject, mail.text) for mail in reversed(recent_mails())]


@pytest.mark.both_databases
def test_who_paid_is_told_once_and_who_has_the_money_back_too(app, clock, order):
    paid = [order(lambda made: confirm_payment(membership=made, today=TODAY)) for _twice in range(2)]
    ((subject, text),) = mails(app, clock)
    number = order(lambda made: made.number)

    assert paid == [True, False]
    assert subject == "会员办好了：金卡会员"
    assert f"编号 {number}。\n\n从 2026 年 11 月 22 日起，到 2027 年 11 月 21 日。" in text
    assert f"/corner/club/membership/{number}\n" in text

    given = [order(lambda made: refund_membership(membership=made, today=TODAY)) for _twice in range(2)]
    assert given == [True, False]
    assert [subject for subject, _text in mails(app, clock)][1:] == ["会员结束了：金卡会员"]


def test_who_did_not_pay_in_time_is_told(app, clock, order):
    order(lambda made: setattr(made, "held_until", now() - timedelta(days=1)))

    lapsed = [order(lambda _made: lapse_unpaid_orders()) for _twice in range(2)]

    assert lapsed == [1, 0]
    assert [subject for subject, _text in mails(app, clock)] == ["订单过期了：金卡会员"]
