"""Coupons on paper: codes that belong to nobody until somebody brings one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from hutong import db
from plugins.club.coupon_errors import OfferNotOpenError
from plugins.club.coupons import change_coupon, end_of_coupon, hold_offer, take_from_cap
from plugins.club.models import Coupon, Member, Offer

MOST_AT_ONCE = 480
BATCH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Batch:
    """Codes that were made together."""

    name: str
    made_at: datetime
    count: int
    used: int


def print_coupons(*, offer: Offer, count: int, key: str) -> str:
    """Make `count` codes within the cap, once for each `key`; gives the batch's name.

    They are all made or none. Raises `OfferNotOpenError`.
    """
    batch = key[:BATCH_LENGTH]
    offer = hold_offer(offer)
    if coupons_of_batch(offer, batch):
        return batch
    if not 0 < count <= MOST_AT_ONCE:
        raise OfferNotOpenError("gone")
    take_from_cap(offer, count)
    ends_at = end_of_coupon(offer)
    db.session.add_all(
        Coupon(offer_id=offer.id, member_id=None, issue_key=_key(offer, batch, number), ends_at=ends_at)
        for number in range(count)
    )
    db.session.flush()
    return batch


def coupons_of_batch(offer: Offer, batch: str) -> Sequence[Coupon]:
    """The codes of a batch, in their order on the sheet."""
    return db.session.scalars(
        select(Coupon)
        .where(Coupon.offer_id == offer.id, _key_begins(_prefix(offer, batch)))
        .order_by(Coupon.issue_key)
    ).all()


def batches_of(offer: Offer) -> list[Batch]:
    """What was printed of an offer, newest first."""
    name = func.substr(Coupon.issue_key, len(f"paper:{offer.id}:") + 1, BATCH_LENGTH)
    rows = db.session.execute(
        select(
            name.label("name"),
            func.min(Coupon.issued_at).label("made_at"),
            func.count().label("made"),
            func.count(Coupon.redeemed_at).label("used"),
        )
        .where(Coupon.offer_id == offer.id, _key_begins(f"paper:{offer.id}:"))
        .group_by(name)
        .order_by(func.min(Coupon.issued_at).desc())
    )
    return [Batch(row.name, row.made_at, row.made, row.used) for row in rows]


def put_on_card(*, coupon: Coupon, member: Member) -> bool:
    """A coupon from paper becomes a member's; False where it is somebody's already, or used."""
    free = (Coupon.member_id.is_(None)) & (Coupon.state == "issued")
    return change_coupon(coupon, free, {"member_id": member.id})


def grouped(code: str) -> str:
    """A code as it stands on paper: ``a2b3 c4d5 e6f7``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _key_begins(text: str) -> ColumnElement[bool]:
    return Coupon.issue_key.startswith(text, autoescape=True)


def _prefix(offer: Offer, batch: str) -> str:
    return f"paper:{offer.id}:{batch}:"


def _key(offer: Offer, batch: str, number: int) -> str:
    return f"{_prefix(offer, batch)}{number:04}"


def is_batch(name: str) -> bool:
    """Whether a batch can be called so."""
    return len(name) == BATCH_LENGTH and name.isascii() and name.isalnum()
