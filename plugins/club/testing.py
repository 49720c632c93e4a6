"""Factories for tests and for the contracts over all routes."""

import uuid
from typing import Any

from hutong import db, new_code
from hutong.people import Person
from plugins.club.coupons import claim_offer, redeem_coupon, reserve_coupon
from plugins.club.days import today
from plugins.club.gifts import wrap_gift
from plugins.club.models import Coupon, Member, Offer, Place, Plan, Programme, Rule, Tier
from plugins.club.operations import join_club, set_up_club
from plugins.club.paper import BATCH_LENGTH, print_coupons
from plugins.club.plan_editing import create_plan
from plugins.club.point_editing import adjust_points
from plugins.club.selling import confirm_payment, order_membership
from plugins.club.visits import record_visit


def make_programme(**more: Any) -> Programme:
    """The club of the tenant in scope."""
    run = set_up_club(
        name={"en": "Friends of the shop", "zh": "老友会"}, points_name={"en": "points", "zh": "积分"}
    )
    for name, value in more.items():
        setattr(run, name, value)
    db.session.flush()
    return run


def make_member(name: str = "Lin Xiaohong", **more: Any) -> Member:
    """Somebody with a card."""
    make_programme()
    person = Person(name=name, role="member", email=f"{uuid.uuid4().hex[:10]}@example.com")
    db.session.add(person)
    db.session.flush()
    member = join_club(person_id=person.id)
    for key, value in more.items():
        setattr(member, key, value)
    db.session.flush()
    return member


def make_offer(**more: Any) -> Offer:
    """An open offer: one piece free, for everybody, without a limit."""
    values: dict[str, Any] = {
        "title": {"en": "One piece free", "zh": "免费洗一件"},
        "kind": "free",
        "pieces": 1,
        "state": "open",
    }
    offer = Offer(**values | more)
    db.session.add(offer)
    db.session.flush()
    return offer


def make_rule(**more: Any) -> Rule:
    """A point for each full unit of money."""
    rule = Rule(**{"kind": "amount", "points": 1, "per_amount": 100} | more)
    db.session.add(rule)
    db.session.flush()
    return rule


def make_tier(name: str, threshold: int, **more: Any) -> Tier:
    """A tier."""
    tier = Tier(name={"en": name, "zh": name}, threshold=threshold, **more)
    db.session.add(tier)
    db.session.flush()
    return tier


def make_place(name: dict[str, str]) -> Place:
    """A branch of the shop."""
    place = Place(name=name)
    db.session.add(place)
    db.session.flush()
    return place


def make_coupon(offer: Offer | None = None, member: Member | None = None, **more: Any) -> Coupon:
    """A coupon that a member has claimed."""
    coupon = claim_offer(offer or make_offer(), member or make_member(), key=uuid.uuid4().hex)
    for name, value in more.items():
        setattr(coupon, name, value)
    db.session.flush()
    return coupon


def use_coupon(coupon: Coupon) -> Coupon | None:
    """Use a coupon at a counter; gives the next one of its chain."""
    by = uuid.uuid4()
    reserve_coupon(coupon, by)
    return redeem_coupon(coupon, by).following


def make_plan(**more: Any) -> Plan:
    """A membership for ¥500 on sale."""
    values = {"name": {"en": "Gold membership", "zh": "金卡会员"}, "price": 50000, "discount_percent": 20}
    return create_plan(**values | more)


def sample_arguments() -> dict[str, Any]:
    """One of each sort: values of the routes' arguments."""
    member = make_member()
    plan = make_plan()
    order = order_membership(plan=plan, member=member, way="club.counter", nonce=f"sample-{plan.code}")
    confirm_payment(membership=order, today=today())
    rule = make_rule()
    transfer = adjust_points(
        run=make_programme(),
        member=member,
        points=5,
        note="Sorry",
        nonce=uuid.uuid4().hex,
        by=member.person_id,
    )
    visit, _is_new = record_visit(member=member, amount=3800, nonce=uuid.uuid4().hex)
    first, second = make_offer(giftable=True, per_member=0), make_offer(claim="chain")
    first.next_offer_id = second.id
    coupon = make_coupon(first, member)
    wrapped = make_coupon(first, member)
    batch = print_coupons(offer=second, count=9, key=new_code(BATCH_LENGTH))
    return {
        "offer_id": second.id,
        "offer_code": first.code,
        "coupon_code": coupon.code,
        "coupon_id": coupon.id,
        "gift_token": wrap_gift(wrapped),
        "batch": batch,
        "kind": "free",
        "when": "pickup",
        "way": "up",
        "sort": "rules",
        "thing_id": rule.id,
        "transfer_id": transfer.id if transfer else None,
        "member_id": member.id,
        "holder_id": member.person_id,
        "visit_id": visit.id,
        "place_id": make_place({"en": "East Gate", "zh": "东门店"}).id,
        "number": member.number,
        "card_code": member.code,
        "icon_kind": "192",
        "plan_code": plan.code,
        "order_number": order.number,
        "state": "paused",
    }
