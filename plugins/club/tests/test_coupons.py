"""A coupon's way: claimed, in hand at a counter, used once, picked up; and the way back."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from hutong import db, now
from plugins.club import coupon_errors as errors
from plugins.club.coupons import claim_offer, pick_up, redeem_coupon, release_coupon, reserve_coupon
from plugins.club.errors import NotEnoughPointsError, StoppedCardError
from plugins.club.ledger import earn_points
from plugins.club.models import Coupon, Entry
from plugins.club.opening_times import end_of_days, is_hour
from plugins.club.paper import coupons_of_batch, print_coupons, put_on_card
from plugins.club.taking_back import undo_redeem, void_coupon
from plugins.club.testing import make_coupon, make_member, make_offer, make_place, use_coupon

pytestmark = pytest.mark.both_databases
COUNTER, OTHER_COUNTER = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def scope(tenant):
    with tenant.scope():
        yield


def counted(offer):
    db.session.refresh(offer)
    return offer.issued, offer.redeemed


def test_the_same_claim_twice_is_one_coupon_and_another_is_refused():
    offer, member = make_offer(cap=5), make_member()

    coupon = claim_offer(offer, member, key="form-1")

    assert claim_offer(offer, member, key="form-1") is coupon
    with pytest.raises(errors.AlreadyTakenError) as refused:
        claim_offer(offer, member, key="form-2")
    assert refused.value.coupon is coupon
    assert counted(offer) == (1, 0)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cap": 0}, "gone"),
        ({"state": "paused"}, "paused"),
        ({"state": "draft"}, "draft"),
        ({"opens_at": datetime(2126, 1, 1, tzinfo=UTC)}, "early"),
        ({"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "over"),
        ({"claim": "chain"}, "chain"),
    ],
)
def test_an_offer_that_is_not_open_gives_none_and_says_why(more, why):
    offer = make_offer(**more)

    with pytest.raises(errors.OfferNotOpenError) as refused:
        claim_offer(offer, make_member(), key="form")

    assert (refused.value.why, counted(offer)) == (why, (0, 0))


def test_points_are_paid_with_the_coupon_or_nothing_happens():
    offer, member = make_offer(price_points=30, per_member=2), make_member()
    earn_points(member_id=member.id, points=50, reason="visit", key="visit", ends_on=None)

    coupon = claim_offer(offer, member, key="first")
    with pytest.raises(NotEnoughPointsError):
        claim_offer(offer, member, key="second")
    db.session.refresh(member)
    assert (member.balance, counted(offer)) == (20, (1, 0))

    void_coupon(coupon)
    db.session.refresh(member)
    assert (member.balance, counted(offer)) == (50, (0, 0))
    assert sum(db.session.scalars(select(Entry.points))) == 0


def test_a_coupon_is_in_one_hand_for_ten_minutes_and_used_once():
    coupon = make_coupon()
    start = now()

    reserve_coupon(coupon, COUNTER)
    with pytest.raises(errors.CouponHeldError):
        reserve_coupon(coupon, OTHER_COUNTER)
    with time_machine.travel(start + timedelta(minutes=9), tick=False):
        reserve_coupon(coupon, COUNTER)
    with time_machine.travel(start + timedelta(minutes=20), tick=False):
        with pytest.raises(errors.CouponNotHeldError):
            redeem_coupon(coupon, COUNTER)
        reserve_coupon(coupon, OTHER_COUNTER)
        assert release_coupon(coupon, COUNTER) is False
        redeem_coupon(coupon, OTHER_COUNTER)
        with pytest.raises(errors.CouponUsedError) as refused:
            reserve_coupon(coupon, COUNTER)
        assert refused.value.used_at == start + timedelta(minutes=20)
    assert coupon.state == "redeemed"


def test_undone_a_coupon_from_paper_is_only_theirs_who_put_it_on_their_card():
    offer, wrong, right = make_offer(claim="paper"), make_member("Lin"), make_member("Wang")
    shown, kept = coupons_of_batch(offer, print_coupons(offer=offer, count=2, key="abc"))
    put_on_card(coupon=kept, member=wrong)

    for coupon in (shown, kept):
        reserve_coupon(coupon, COUNTER)
        redeem_coupon(coupon, COUNTER, member_id=wrong.id)
        undo_redeem(coupon)
    assert (shown.member_id, kept.member_id) == (None, wrong.id)

    reserve_coupon(shown, COUNTER)
    redeem_coupon(shown, COUNTER, member_id=right.id)
    assert shown.member_id == right.id


def test_released_is_free_for_the_next_counter():
    coupon = make_coupon()
    reserve_coupon(coupon, COUNTER)

    assert release_coupon(coupon, COUNTER) is True
    assert reserve_coupon(coupon, OTHER_COUNTER).reserved_by == OTHER_COUNTER


def test_place_hour_pause_and_card_are_checked_at_the_counter():
    here, there = (make_place({"en": name}).id for name in ("Market Street", "Station"))
    offer = make_offer(place_ids=[str(here)], hours=[{"days": [0], "from": "09:00", "to": "17:00"}])
    member = make_member()
    coupon = make_coupon(offer, member, ends_at=None)

    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False):  # Monday, noon in Shanghai
        with pytest.raises(errors.WrongPlaceError):
            reserve_coupon(coupon, COUNTER, there)
        reserve_coupon(coupon, COUNTER, here)
        release_coupon(coupon, COUNTER)
        offer.state = "paused"
        with pytest.raises(errors.OfferPausedError):
            reserve_coupon(coupon, COUNTER, here)
        offer.state, member.state = "closed", "stopped"
        with pytest.raises(StoppedCardError):
            reserve_coupon(coupon, COUNTER, here)
        member.state = "active"
        reserve_coupon(coupon, COUNTER, here)  # closed: what was given out is taken
    with (
        time_machine.travel(datetime(2026, 11, 24, 4, tzinfo=UTC), tick=False),
        pytest.raises(errors.WrongHourError),
    ):
        reserve_coupon(coupon, COUNTER, here)


def test_a_coupon_ends_at_midnight_of_the_shop_but_not_in_the_hand():
    with time_machine.travel(datetime(2026, 11, 22, 15, 55, tzinfo=UTC), tick=False):  # 23:55 in Shanghai
        coupon = make_coupon(make_offer(valid_days=1))
        reserve_coupon(coupon, COUNTER)
    with time_machine.travel(datetime(2026, 11, 22, 16, 1, tzinfo=UTC), tick=False):
        with pytest.raises(errors.CouponEndedError):
            reserve_coupon(coupon, COUNTER)
        assert redeem_coupon(coupon, COUNTER).coupon.state == "redeemed"


def test_using_gives_the_next_coupon_once_and_undoing_takes_it_back():
    second = make_offer(claim="chain", cap=1)
    first = make_offer(next_offer_id=second.id, per_member=2)
    coupon = make_coupon(first)

    following = use_coupon(coupon)
    assert (following.offer_id, following.parent_id, counted(second)) == (second.id, coupon.id, (1, 0))

    undone = undo_redeem(coupon)
    assert (undone.withdrawn, following.state, counted(first), counted(second)) == (
        following,
        "void",
        (1, 0),
        (0, 0),
    )

    again = use_coupon(coupon)
    use_coupon(again)
    undone = undo_redeem(coupon)
    assert (undone.withdrawn, undone.kept, counted(second)) == (None, again, (1, 1))
    assert use_coupon(coupon) is again  # the chain went on already: no second one
    assert db.session.query(Coupon).filter_by(offer_id=second.id, state="redeemed").count() == 1


def test_a_chain_can_wait_for_the_pick_up_and_says_why_it_ends():
    second = make_offer(claim="chain", cap=0)
    coupon = make_coupon(make_offer(next_offer_id=second.id, next_when="pickup"))
    with pytest.raises(errors.CouponNotUsedError):
        pick_up(coupon)

    assert use_coupon(coupon) is None
    step = pick_up(coupon)

    assert (step.following, step.why_none) == (None, "gone")
    with pytest.raises(errors.CouponUsedError):
        pick_up(coupon)


def test_hours_follow_the_wall_clock_when_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    nine_to_five = [{"days": [6], "from": "09:00", "to": "17:00"}]
    night = [{"days": [5], "from": "22:00", "to": "03:00"}]

    summer, winter = datetime(2026, 10, 18, 7, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert (is_hour(nine_to_five, summer, berlin), is_hour(nine_to_five, winter, berlin)) == (True, False)
    # 02:30 comes twice in the night of the change; both lie in the night, 03:00 does not.
    assert [is_hour(night, datetime(2026, 10, 25, hour, 30, tzinfo=UTC), berlin) for hour in (0, 1, 2)] == [
        True,
        True,
        False,
    ]
    # The day of the change has 25 hours, and a coupon lasts to its end.
    assert end_of_days(datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 1, berlin) == datetime(
        2026, 10, 25, 23, tzinfo=UTC
    )
