"""Memberships: ordering, paying, cancelling, refunding. A seat is taken by ordering, and never twice.

Seats are a conditional update of `Plan.taken`, in the transaction of the order. An order that is not paid
in time lapses, by a job, and frees its seat; who pays after that gets a seat if there is one left.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from hutong import (
    Stage,
    changed_rows,
    current_tenant_id,
    db,
    insert_with_conflicts,
    now,
    record_act_once,
    take_back_act,
)
from plugins.club.coupons import redeem_invitation
from plugins.club.errors import PlanClosedError, SoldOutError, StateError
from plugins.club.levels import raise_tier, take_paid_tier_back
from plugins.club.membership_news import tell_of_lapse, tell_of_payment, tell_of_refund
from plugins.club.models import Coupon, Member, Membership, Plan
from plugins.club.months import months_later
from plugins.club.numbers import new_number
from plugins.club.plan_queries import last_day_of, membership_by_nonce, ordered_by, why_plan_closed


def order_membership(
    *,
    plan: Plan,
    member: Member,
    way: str,
    nonce: str,
    coupon_id: uuid.UUID | None = None,
    share_link_id: uuid.UUID | None = None,
) -> Membership:
    """Order one, and keep a seat for it. The same `nonce` gives the same order, and so does another form of
    a member whose order of this plan waits for payment: nobody holds two seats.

    Raises `PlanClosedError` outside the plan's window, `SoldOutError` where no seat is left.
    """
    _hold(member.id)
    known = membership_by_nonce(nonce) or ordered_by(member.id, plan.id)
    if known is not None:
        return known
    if why := why_plan_closed(plan):
        raise PlanClosedError(why)
    with db.session.begin_nested():
        made = _insert_order(
            plan_id=plan.id,
            member_id=member.id,
            coupon_id=coupon_id,
            price=plan.price,
            way=way,
            held_until=now() + timedelta(days=plan.hold_days),
            nonce=nonce,
            share_link_id=share_link_id,
        )
        if made and not _take_seat(plan.id) and not (lapse_unpaid_orders() and _take_seat(plan.id)):
            raise SoldOutError
    membership = membership_by_nonce(nonce)
    if membership is None:
        raise StateError("gone")
    if made:  # else it was sent twice at once, and the other one made it
        _write_act(membership, "intent", "order_membership")
    return membership


def confirm_payment(
    *, membership: Membership, today: date, by: uuid.UUID | None = None, reference: str = ""
) -> bool:
    """The money is there: the membership runs from `today`, or from the day after the one that runs.

    False where it is paid already. One that lapsed meanwhile is taken up again if there is a seat. Raises
    `SoldOutError`, and `StateError` for one that was cancelled or refunded.
    """
    came_late = membership.state == "lapsed"
    with db.session.begin_nested():
        if not _move(membership, ("lapsed",) if came_late else ("ordered",), "paid"):
            if membership.state == "paid":
                return False
            raise StateError(membership.state)
        if came_late and not _take_seat(membership.plan_id):
            raise SoldOutError
    plan = db.session.scalars(select(Plan).where(Plan.id == membership.plan_id)).one()
    running_until = last_day_of(membership.member_id, plan.id, today)
    starts_on = running_until + timedelta(days=1) if running_until else today
    membership.starts_on = starts_on
    membership.ends_on = months_later(starts_on, plan.months) - timedelta(days=1) if plan.months else None
    membership.paid_at, membership.confirmed_by = now(), by
    membership.reference = reference.strip()[:120]
    db.session.flush()
    if membership.coupon_id is not None:
        redeem_invitation(
            db.session.scalars(select(Coupon).where(Coupon.id == membership.coupon_id)).one(), by
        )
    _write_act(membership, "order", "subscribe")
    tell_of_payment(membership)
    raise_tier(membership.member_id)
    return True


def cancel_order(*, membership: Membership) -> bool:
    """Take an unpaid order back; its seat is free. False where it is not unpaid any more."""
    if not _move(membership, ("ordered",), "cancelled"):
        return False
    _free_seat(membership.plan_id)
    return True


def refund_membership(*, membership: Membership, today: date) -> bool:
    """Give the money back: the membership ends yesterday, its seat is free, what follows it moves up.

    False where it is not paid.
    """
    if not _move(membership, ("paid",), "refunded"):
        return False
    is_begun = membership.starts_on is not None and membership.starts_on <= today
    if is_begun and (membership.ends_on is None or membership.ends_on >= today):
        membership.ends_on = today - timedelta(days=1)
    _free_seat(membership.plan_id)
    take_back_act(str(membership.id), verb="subscribe")
    _write_act(membership, "back", "refund_membership")
    _close_gaps(membership.member_id, membership.plan_id, today)
    db.session.flush()
    take_paid_tier_back(membership.member_id)
    tell_of_refund(membership)
    return True


def lapse_unpaid_orders() -> int:
    """Let orders go that were not paid in time; how many. Each frees its seat once."""
    late = db.session.scalars(
        select(Membership).where(Membership.state == "ordered", Membership.held_until < now()).limit(500)
    ).all()
    lapsed = [membership for membership in late if _move(membership, ("ordered",), "lapsed")]
    for membership in lapsed:
        _free_seat(membership.plan_id)
        tell_of_lapse(membership)
    return len(lapsed)


def _close_gaps(member_id: uuid.UUID, plan_id: uuid.UUID, today: date) -> None:
    """Let what was paid for follow without a gap: each begins when the one before it has ended."""
    free_from = today
    for membership in db.session.scalars(
        select(Membership)
        .where(
            Membership.member_id == member_id,
            Membership.plan_id == plan_id,
            Membership.state == "paid",
            Membership.ends_on >= today,
        )
        .order_by(Membership.starts_on)
    ):
        if membership.starts_on is not None and membership.ends_on is not None:
            earlier = max(membership.starts_on - free_from, timedelta())
            membership.starts_on -= earlier
            membership.ends_on -= earlier
            free_from = membership.ends_on + timedelta(days=1)


def _hold(member_id: uuid.UUID) -> None:
    """Hold a member's row until the commit (PostgreSQL; SQLite has one writer)."""
    db.session.execute(select(Member.id).where(Member.id == member_id).with_for_update())


def _take_seat(plan_id: uuid.UUID) -> bool:
    taken = changed_rows(
        update(Plan)
        .where(Plan.id == plan_id, or_(Plan.seats.is_(None), Plan.taken < Plan.seats))
        .values(taken=Plan.taken + 1)
    )
    return taken > 0


def _free_seat(plan_id: uuid.UUID) -> None:
    db.session.execute(update(Plan).where(Plan.id == plan_id, Plan.taken > 0).values(taken=Plan.taken - 1))


def _move(membership: Membership, states: tuple[str, ...], state: str) -> bool:
    """Change the state if it is one of `states`; of two who try at once one does."""
    moved = changed_rows(
        update(Membership)
        .where(Membership.id == membership.id, Membership.state.in_(states))
        .values(state=state)
    )
    db.session.refresh(membership)
    return moved > 0


def _insert_order(**values: Any) -> bool:
    """Write an order unless its nonce is known."""
    statement = insert_with_conflicts(Membership).values(
        tenant_id=current_tenant_id(db.session()),
        id=uuid.uuid4(),
        number=new_number(),
        state="ordered",
        reference="",
        ordered_at=now(),
        **values,
    )
    made = db.session.scalar(
        statement.on_conflict_do_nothing(index_elements=["tenant_id", "nonce"]).returning(Membership.id)
    )
    return made is not None


def _write_act(membership: Membership, stage: Stage, verb: str) -> None:
    member = db.session.scalars(select(Member).where(Member.id == membership.member_id)).one()
    record_act_once(
        str(membership.id),
        stage=stage,
        verb=verb,
        plugin="club",
        object_kind="plan",
        object_id=membership.plan_id,
        person_id=member.person_id,
        share_link_id=membership.share_link_id,
    )
