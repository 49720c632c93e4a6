"""Reads about memberships for sale and memberships sold."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from hutong import db, now
from hutong.people import Person
from plugins.club.models import Member, Membership, Plan

PAGE = 50


def plans() -> Sequence[Plan]:
    """All memberships that are or were for sale, the cheapest first; without those in the bin."""
    return db.session.scalars(
        select(Plan).where(Plan.deleted_at.is_(None)).order_by(Plan.price, Plan.id)
    ).all()


def plans_on_sale() -> list[Plan]:
    """Those that can be ordered now."""
    return [plan for plan in plans() if not why_plan_closed(plan)]


def plan_by_code(code: str, *, also_binned: bool = False) -> Plan | None:
    """A membership for sale, also a draft."""
    found = db.session.scalar(select(Plan).where(Plan.code == code.lower()))
    return found if found is not None and (also_binned or found.deleted_at is None) else None


def plan_by_id(plan_id: uuid.UUID) -> Plan | None:
    """A membership for sale, also one in the bin."""
    return db.session.scalar(select(Plan).where(Plan.id == plan_id))


def why_plan_closed(plan: Plan) -> str:
    """Why it cannot be ordered now: ``draft``, ``paused``, ``closed``, ``early``, ``late``; empty: it can."""
    if plan.state != "open":
        return plan.state
    if plan.opens_at is not None and plan.opens_at > now():
        return "early"
    return "late" if plan.closes_at is not None and plan.closes_at <= now() else ""


def seats_left(plan: Plan) -> int | None:
    """How many can still be sold; None: no limit."""
    return None if plan.seats is None else max(plan.seats - plan.taken, 0)


def membership_by_nonce(nonce: str) -> Membership | None:
    """The order that was sent with this form."""
    return db.session.scalar(select(Membership).where(Membership.nonce == nonce))


def membership_by_id(membership_id: uuid.UUID) -> Membership | None:
    """An order or membership of this club."""
    return db.session.scalar(select(Membership).where(Membership.id == membership_id))


def membership_by_number(number: str) -> Membership | None:
    """An order or membership of this club."""
    return db.session.scalar(select(Membership).where(Membership.number == number))


def memberships_of(member_ids: Sequence[uuid.UUID]) -> Sequence[tuple[Membership, Plan]]:
    """What somebody ordered or bought, newest first."""
    rows = db.session.execute(
        select(Membership, Plan)
        .join(Plan, Plan.id == Membership.plan_id)
        .where(Membership.member_id.in_(member_ids))
        .order_by(Membership.ordered_at.desc(), Membership.id)
    )
    return [(row[0], row[1]) for row in rows]


def is_running(membership: Membership, today: date) -> bool:
    """Whether it is paid for and `today` is one of its days."""
    return (
        membership.state == "paid"
        and membership.starts_on is not None
        and membership.starts_on <= today
        and (membership.ends_on is None or today <= membership.ends_on)
    )


def last_day_of(member_id: uuid.UUID, plan_id: uuid.UUID, today: date) -> date | None:
    """The last day of what this member has of this plan, if that is today or later."""
    return db.session.scalar(
        select(func.max(Membership.ends_on)).where(
            Membership.member_id == member_id,
            Membership.plan_id == plan_id,
            Membership.state == "paid",
            Membership.ends_on >= today,
        )
    )


def sold(plan_id: uuid.UUID, page: int = 1) -> Sequence[tuple[Membership, Member, Person]]:
    """A page of the orders of a plan: unpaid ones first, then the newest."""
    rows = db.session.execute(
        select(Membership, Member, Person)
        .join(Member, Member.id == Membership.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Membership.plan_id == plan_id)
        .order_by(Membership.state != "ordered", Membership.ordered_at.desc(), Membership.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def states_of(plan_id: uuid.UUID) -> Mapping[str, int]:
    """How many orders of a plan are in which state."""
    rows = db.session.execute(
        select(Membership.state, func.count(Membership.id))
        .where(Membership.plan_id == plan_id)
        .group_by(Membership.state)
    )
    return {row[0]: row[1] for row in rows}


def takings_of(plan_id: uuid.UUID) -> int:
    """Money that came in for a plan, refunds taken off."""
    return (
        db.session.scalar(
            select(func.sum(Membership.price)).where(
                Membership.plan_id == plan_id, Membership.state == "paid"
            )
        )
        or 0
    )


def unpaid_count() -> int:
    """Orders whose money has not come."""
    return db.session.scalar(select(func.count(Membership.id)).where(Membership.state == "ordered")) or 0


def ordered_by(member_id: uuid.UUID, plan_id: uuid.UUID) -> Membership | None:
    """An order of this plan that this member has not paid yet."""
    return db.session.scalar(
        select(Membership)
        .where(
            Membership.member_id == member_id,
            Membership.plan_id == plan_id,
            Membership.state == "ordered",
            or_(Membership.held_until.is_(None), Membership.held_until > now()),
        )
        .order_by(Membership.ordered_at.desc())
        .limit(1)
    )
