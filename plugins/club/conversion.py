"""How a chain works: for each step how many were issued, used, picked up, and went on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hutong import db
from plugins.club.models import Coupon, Offer


@dataclass(frozen=True, slots=True)
class Step:
    """One offer of a chain in figures; those taken back are not counted."""

    offer: Offer
    issued: int
    used: int
    picked_up: int
    over: int

    @property
    def waiting(self) -> int:
        """Out and not used, and still good."""
        return max(self.issued - self.used - self.over, 0)

    @property
    def rate(self) -> float | None:
        """Used of issued; None before the first."""
        return self.used / self.issued if self.issued else None


def conversion_of(chain: Sequence[Offer]) -> list[Step]:
    """The steps of a chain with what happened, by one query."""
    counts = {
        row.offer_id: row
        for row in db.session.execute(
            select(
                Coupon.offer_id,
                func.count().label("issued"),
                func.count(Coupon.redeemed_at).label("used"),
                func.count(Coupon.picked_up_at).label("picked_up"),
                func.count().filter(Coupon.state == "expired").label("over"),
            )
            .where(Coupon.offer_id.in_([offer.id for offer in chain]), Coupon.state != "void")
            .group_by(Coupon.offer_id)
        )
    }
    return [
        Step(offer, *((found.issued, found.used, found.picked_up, found.over) if found else (0, 0, 0, 0)))
        for offer in chain
        for found in [counts.get(offer.id)]
    ]
