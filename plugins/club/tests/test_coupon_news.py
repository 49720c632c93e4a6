"""What customers are told about their coupons, each once; and what the nightly job tidies."""

from datetime import timedelta

import pytest
import time_machine

from hutong import db, now
from hutong.people import unread_notices
from plugins.club.coupon_news import tell_of_ending_coupons
from plugins.club.gifts import take_gift, wrap_gift
from plugins.club.jobs import remind_of_coupons, tidy_coupons
from plugins.club.testing import make_coupon, make_member, make_offer, use_coupon

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def scope(tenant):
    with tenant.scope():
        yield


def test_the_next_coupon_and_a_taken_gift_are_told():
    giver, friend = make_member(), make_member("Wang Fang")
    second = make_offer(claim="chain", giftable=True)
    following = use_coupon(make_coupon(make_offer(next_offer_id=second.id), giver))
    assert unread_notices(giver.person_id) == 1

    take_gift(following, friend, wrap_gift(following))

    assert (unread_notices(giver.person_id), unread_notices(friend.person_id)) == (2, 0)


def test_ending_coupons_are_told_of_in_portions():
    members = [make_member() for _ in range(3)]
    for member in members:
        make_coupon(make_offer(valid_days=10), member)

    with time_machine.travel(now() + timedelta(days=8), tick=False):
        last = tell_of_ending_coupons(None, 2)
        told = sum(unread_notices(member.person_id) for member in members)
        rest = tell_of_ending_coupons(last, 2)

    assert (told, rest) == (2, None)
    assert [unread_notices(member.person_id) for member in members] == [1, 1, 1]


def test_a_coupon_that_ends_is_told_of_once_and_then_over():
    member = make_member()
    coupon, lasting = (
        make_coupon(make_offer(valid_days=10), member),
        make_coupon(make_offer(valid_days=0), member),
    )
    start = now()

    with time_machine.travel(start + timedelta(days=8), tick=False):
        remind_of_coupons({})
        assert tell_of_ending_coupons(None, 2) is None
        tidy_coupons({})
        db.session.refresh(coupon)
        assert (unread_notices(member.person_id), coupon.state) == (1, "issued")
    with time_machine.travel(start + timedelta(days=11), tick=False):
        tidy_coupons({})
        tidy_coupons({})
    db.session.refresh(coupon)
    db.session.refresh(lasting)

    assert (coupon.state, lasting.state) == ("expired", "issued")
