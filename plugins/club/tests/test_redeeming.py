"""Coupons at the counter: in hand, used, given back, undone; and what points buy."""

import re
import uuid

import pytest
from sqlalchemy import select

from hutong import db
from plugins.club.coupons import reserve_coupon
from plugins.club.ledger import earn_points
from plugins.club.models import Coupon, Member, Offer, Visit
from plugins.club.offer_queries import coupons_of_member
from plugins.club.paper import coupons_of_batch, print_coupons
from plugins.club.testing import make_coupon, make_member, make_offer, make_place
from plugins.club.visits import check_in, record_visit, refund_visit


@pytest.fixture
def coupon_id(tenant):
    """A coupon of Wang Xiaoming for one piece; when the piece is picked up, a voucher follows."""
    with tenant.scope():
        voucher = make_offer(claim="chain", title={"en": "Twenty off"})
        first = make_offer(title={"en": "One piece"}, pieces=1, next_offer_id=voucher.id, next_when="pickup")
        coupon = make_coupon(first, make_member("王小明"))
        db.session.commit()
        return coupon.id


def press(tenant, coupon_id, step, **data):
    answer = tenant.staff.post(
        tenant.console(f"/club/redeem/{coupon_id}/{step}?lang=en"), data=data, follow_redirects=True
    )
    return answer.text


def state_of(tenant, coupon_id):
    with tenant.scope():
        return db.session.get(Coupon, (tenant.id, coupon_id)).state


def test_a_coupon_is_taken_in_hand_used_and_picked_up(tenant, coupon_id):
    with tenant.scope():
        member_id = db.session.get(Coupon, (tenant.id, coupon_id)).member_id

    assert "Use it now" in press(tenant, coupon_id, "take")
    assert "Mark as picked up" in press(tenant, coupon_id, "use")
    assert state_of(tenant, coupon_id) == "redeemed"
    page = tenant.staff.get(tenant.console(f"/club/members/{member_id}?lang=en")).text
    assert "Waits to be picked up" in page
    assert "On their card now: Twenty off." in press(tenant, coupon_id, "picked-up")

    with tenant.scope():
        assert [coupon.parent_id for coupon in coupons_of_member(member_id)] == [coupon_id]


def test_what_was_taken_by_mistake_is_given_back_or_undone(tenant, coupon_id):
    press(tenant, coupon_id, "take")
    assert "It can be used another time" in press(tenant, coupon_id, "give-back")
    assert state_of(tenant, coupon_id) == "issued"

    press(tenant, coupon_id, "take")
    press(tenant, coupon_id, "use")
    assert "The coupon can be used again" in press(tenant, coupon_id, "undo")
    assert state_of(tenant, coupon_id) == "issued"


def test_what_was_taken_back_counts_nowhere_until_it_is_done_again(tenant, coupon_id):
    def who(query):
        answer = tenant.owner.get(tenant.console(f"/people/people.csv?{query}"))
        found = "王小明" in answer.get_data(as_text=True)
        answer.close()
        return found

    def stages():
        return [who(f"stage={stage}") for stage in ("order", "service")]

    assert stages() == [False, False]
    for _again in range(2):
        for step in ("take", "use", "picked-up"):
            press(tenant, coupon_id, step)
        assert stages() == [True, True]
        press(tenant, coupon_id, "undo")
        assert stages() == [False, False]
    assert who("did=club.undo_redeem")

    with tenant.scope():
        member = db.session.scalars(select(Member)).one()
        record_visit(member=member, amount=2_000, nonce="paid")
        check_in(member=member, nonce="here")
        db.session.commit()
    assert stages() == [True, True]
    with tenant.scope():
        for visit in db.session.scalars(select(Visit)).all():
            refund_visit(visit=visit)
        db.session.commit()
    assert stages() == [False, False]
    assert who("did=club.refund")


def test_a_counter_says_where_it_stands_before_it_takes_a_coupon(tenant, coupon_id):
    with tenant.scope():
        make_place({"en": "Market Street"})
        station = make_place({"en": "Station"})
        coupon = db.session.get(Coupon, (tenant.id, coupon_id))
        db.session.get(Offer, (tenant.id, coupon.offer_id)).place_ids = [str(station.id)]
        station_id = station.id
        db.session.commit()
    assert "This counter: Market Street" in tenant.staff.get(tenant.console("/club/?lang=en")).text
    press(tenant, coupon_id, "take")
    assert state_of(tenant, coupon_id) == "issued"

    data = {"place": str(station_id), "coupon": str(coupon_id)}
    answer = tenant.staff.post(tenant.console("/club/here?lang=en"), data=data, follow_redirects=True)

    assert "This counter: Station" in answer.text
    assert "Use it now" in press(tenant, coupon_id, "take")
    press(tenant, coupon_id, "use")
    with tenant.scope():
        assert db.session.get(Coupon, (tenant.id, coupon_id)).place_id == station_id


def test_a_coupon_in_another_hand_is_not_taken(tenant, coupon_id):
    with tenant.scope():
        reserve_coupon(db.session.get(Coupon, (tenant.id, coupon_id)), uuid.uuid4())
        db.session.commit()

    assert "Another counter has it in hand" in press(tenant, coupon_id, "take")
    press(tenant, coupon_id, "use")

    assert state_of(tenant, coupon_id) == "reserved"


def test_the_counter_reads_a_coupon_by_its_address_and_its_letters(tenant, coupon_id):
    with tenant.scope():
        code = db.session.get(Coupon, (tenant.id, coupon_id)).code

    for text in (f"https://shop.example/club/c/{code}", f"{code[:4]} {code[4:8]} {code[8:]}".upper()):
        answer = tenant.staff.get(tenant.console("/club/"), query_string={"q": text})
        assert answer.location.partition("?")[0].endswith(f"/club/redeem/{coupon_id}")


def test_a_coupon_from_paper_belongs_to_the_card_that_is_shown_with_it(tenant, coupon_id):
    with tenant.scope():
        offer = make_offer(claim="paper", title={"en": "From a flyer"})
        paper = coupons_of_batch(offer, print_coupons(offer=offer, count=1, key="abc"))[0]
        member_id = db.session.get(Coupon, (tenant.id, coupon_id)).member_id
        paper_id, code = paper.id, paper.code
        db.session.commit()
    found = tenant.staff.get(
        tenant.console("/club/redeem"), query_string={"code": code, "member": str(member_id)}
    )
    assert found.location.partition("?")[0].endswith(f"/club/redeem/{paper_id}")

    press(tenant, paper_id, "take", member=str(member_id))
    press(tenant, paper_id, "use", member=str(member_id))

    with tenant.scope():
        assert db.session.get(Coupon, (tenant.id, paper_id)).member_id == member_id


@pytest.mark.parametrize(("points", "left", "coupons"), [(250, 100, 1), (100, 100, 0)])
def test_points_buy_a_coupon_once_for_each_page(tenant, points, left, coupons):
    with tenant.scope():
        member = make_member("Lin")
        offer = make_offer(price_points=150, per_member=0)
        earn_points(member_id=member.id, points=points, reason="amount", key="k", ends_on=None)
        member_id, code = member.id, offer.code
        db.session.commit()
    page = tenant.staff.get(tenant.console(f"/club/members/{member_id}")).text
    nonce = re.search(rf'/buy/{code}".*?name="nonce" value="([^"]+)"', page, re.DOTALL)

    for _time in range(2):
        tenant.staff.post(
            tenant.console(f"/club/members/{member_id}/buy/{code}"),
            data={"nonce": nonce[1] if nonce else "typed"},
        )

    with tenant.scope():
        assert db.session.get(Member, (tenant.id, member_id)).balance == left
        assert len(coupons_of_member(member_id)) == coupons
