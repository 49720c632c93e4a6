"""Badges: who has one follows from the counters on the card; nothing is given out or taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from hutong import db
from plugins.club.days import day_of, end_of, today
from plugins.club.models import Badge, Member
from plugins.club.months import months_later


@dataclass(frozen=True, slots=True)
class BadgeOf:
    """A badge, and how far a member is."""

    badge: Badge
    count: int

    @property
    def is_there(self) -> bool:
        """Whether they have it."""
        return self.count >= self.badge.threshold


def badges() -> Sequence[Badge]:
    """The badges in use, those that are reached first in front."""
    found = select(Badge).where(Badge.deleted_at.is_(None)).order_by(Badge.kind, Badge.threshold, Badge.id)
    return db.session.scalars(found).all()


def badges_of(member: Member) -> list[BadgeOf]:
    """Every badge, and how far a member is with it."""
    counts = {
        "visits": member.visits,
        "earned": member.earned,
        "friends": member.friends,
        "years": _full_years(member),
    }
    return [BadgeOf(badge, counts[badge.kind]) for badge in badges()]


def holders_count(badge: Badge) -> int:
    """How many cards have it."""
    reached: dict[str, ColumnElement[bool]] = {
        "visits": Member.visits >= badge.threshold,
        "earned": Member.earned >= badge.threshold,
        "friends": Member.friends >= badge.threshold,
        "years": Member.joined_at < end_of(months_later(today(), -12 * badge.threshold)),
    }
    found = select(func.count(Member.id)).where(reached[badge.kind], Member.merged_into.is_(None))
    return db.session.scalar(found) or 0


def _full_years(member: Member) -> int:
    joined, day = day_of(member.joined_at), today()
    return day.year - joined.year - ((day.month, day.day) < (joined.month, joined.day))
