"""Who brought whom, read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from hutong import db
from plugins.club.models import Entry, Member, Transfer

MOST = 20_000
"""So many friends at most are looked at for the picture, the latest."""


@dataclass(frozen=True, slots=True)
class Friend:
    """A member whom another brought; `has_paid` while a paid visit of theirs stands."""

    member_id: uuid.UUID
    person_id: uuid.UUID
    brought_by: uuid.UUID
    has_paid: bool


def all_friends() -> list[Friend]:
    """Everybody who was brought by a member, the latest first."""
    found = (
        select(Member.id, Member.person_id, Member.referred_by, Member.visits)
        .where(Member.referred_by.is_not(None), Member.merged_into.is_(None))
        .order_by(Member.joined_at.desc(), Member.id)
        .limit(MOST)
    )
    return [
        Friend(row.id, row.person_id, row.referred_by, row.visits > 0) for row in db.session.execute(found)
    ]


def friends_of(member_id: uuid.UUID) -> Sequence[Member]:
    """Whom a member brought, in their order."""
    return db.session.scalars(
        select(Member)
        .where(Member.referred_by == member_id, Member.merged_into.is_(None))
        .order_by(Member.joined_at, Member.id)
        .limit(200)
    ).all()


def friends_count(member_id: uuid.UUID) -> tuple[int, int]:
    """How many friends a member brought, and how many of them have paid."""
    row = db.session.execute(
        select(func.count(), func.count(case((Member.visits > 0, 1)))).where(
            Member.referred_by == member_id, Member.merged_into.is_(None)
        )
    ).one()
    return row[0], row[1]


def points_for_friends() -> int:
    """Points that were given for friends and not taken back."""
    inverse = aliased(Transfer)
    total = db.session.scalar(
        select(func.sum(Entry.points))
        .join(Transfer, Transfer.id == Entry.transfer_id)
        .outerjoin(inverse, inverse.inverse_of == Transfer.id)
        .where(Transfer.reason == "referral", Entry.member_id.is_not(None), inverse.id.is_(None))
    )
    return int(total or 0)


def people_of(member_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The persons behind some cards, by card."""
    rows = db.session.execute(select(Member.id, Member.person_id).where(Member.id.in_(member_ids)))
    return {row.id: row.person_id for row in rows}
