"""What staff see at the counter: whom they serve, what happened today."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from hutong import db
from hutong.people import Person
from plugins.club.models import Coupon, Member, Offer, Place, Tier, Visit
from plugins.club.offer_queries import why_not_open

LAST_VISITS = 12


@dataclass(frozen=True, slots=True)
class Served:
    """A member and whose card it is."""

    member: Member
    person: Person
    tier: Tier | None

    @property
    def works(self) -> bool:
        """Whether the card can be used."""
        return self.member.state == "active" and self.person.state != "left"


@dataclass(frozen=True, slots=True)
class Day:
    """A day at all counters."""

    visits: int
    takings: int
    cards: int


def served_member(member_id: uuid.UUID) -> Served | None:
    """Somebody with a card here; the card that took theirs over, where two were merged into one."""
    row = db.session.execute(
        select(Member, Person, Tier)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Tier, Tier.id == Member.tier_id)
        .where(Member.id == member_id)
    ).one_or_none()
    if row is None:
        return None
    return served_member(row[0].merged_into) if row[0].merged_into else Served(*row)


def last_visits(member_id: uuid.UUID) -> Sequence[Visit]:
    """A member's latest visits, also those that were taken back."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.member_id == member_id)
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(LAST_VISITS)
    ).all()


def visit_by_id(visit_id: uuid.UUID) -> Visit | None:
    """A visit of this club."""
    return db.session.scalar(select(Visit).where(Visit.id == visit_id))


def latest_at_counter(since: datetime, limit: int = 5) -> Sequence[tuple[Visit, Person]]:
    """The latest visits of everybody, newest first; those that were taken back are left out."""
    rows = db.session.execute(
        select(Visit, Person)
        .join(Member, Member.id == Visit.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Visit.at >= since, Visit.refunded_at.is_(None))
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(limit)
    )
    return [(visit, person) for visit, person in rows]


def day_at_counter(since: datetime) -> Day:
    """What came in since a moment: visits, money, new cards."""
    visits, takings = db.session.execute(
        select(func.count(Visit.id), func.sum(Visit.amount)).where(
            Visit.at >= since, Visit.refunded_at.is_(None)
        )
    ).one()
    cards = db.session.scalar(select(func.count(Member.id)).where(Member.joined_at >= since))
    return Day(visits, int(takings or 0), cards or 0)


def coupons_to_pick_up(member_id: uuid.UUID) -> Sequence[Coupon]:
    """Used coupons of a member for which something waits in the shop: those whose chain goes on when it is
    picked up, and those that cover pieces.
    """
    return db.session.scalars(
        select(Coupon)
        .join(Offer, Offer.id == Coupon.offer_id)
        .where(
            Coupon.member_id == member_id,
            Coupon.state == "redeemed",
            Coupon.picked_up_at.is_(None),
            or_(Offer.next_when == "pickup", Offer.pieces > 0),
        )
        .order_by(Coupon.redeemed_at.desc())
        .limit(LAST_VISITS)
    ).all()


def offers_for_points() -> Sequence[Offer]:
    """What points buy now, the cheapest first."""
    offers = db.session.scalars(
        select(Offer)
        .where(
            Offer.state == "open",
            Offer.claim == "anyone",
            Offer.price_points > 0,
            Offer.deleted_at.is_(None),
        )
        .order_by(Offer.price_points, Offer.id)
    )
    return [offer for offer in offers if not why_not_open(offer)]


def place_names(place_ids: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, Place]:
    """Places by id, binned ones too."""
    wanted = {place_id for place_id in place_ids if place_id}
    if not wanted:
        return {}
    return {place.id: place for place in db.session.scalars(select(Place).where(Place.id.in_(wanted)))}
