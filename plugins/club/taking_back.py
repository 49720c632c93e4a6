"""Taking back what was done with a coupon: a slip at the counter, or a refund.

Each is the inverse of what happened, the points that were paid included. The next coupon of the chain is
withdrawn if nobody has used it; one that was used stays, and is told.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import case, null

from hutong import db, take_back_act
from plugins.club.coupon_errors import CouponNotUsedError, CouponVoidError
from plugins.club.coupons import (
    act_key,
    change_coupon,
    count_redeemed,
    give_back_to_cap,
    offer_of,
    record_of_coupon,
)
from plugins.club.ledger import reverse_transfer
from plugins.club.models import Coupon, Transfer
from plugins.club.offer_queries import LIVE, coupon_by_id, holder_of_coupon, next_coupon


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`withdrawn`: the next coupon of the chain, gone too. `kept`: it was used already and stays."""

    coupon: Coupon
    withdrawn: Coupon | None = None
    kept: Coupon | None = None


@dataclass(frozen=True, slots=True)
class _Use:
    """How a coupon was used, as it was before that is taken back: its acts, and whose they were."""

    key: str
    person_id: uuid.UUID | None

    @classmethod
    def of(cls, coupon: Coupon) -> "_Use":
        holder = holder_of_coupon(coupon)
        return cls(act_key(coupon), holder.person_id if holder else None)

    def take_back(self, coupon: Coupon) -> None:
        """Neither the use nor the picking up counts any more; an invitation's use was no act."""
        was_used = [take_back_act(self.key, verb=verb) for verb in ("redeem", "pick_up")]
        if any(was_used):
            record_of_coupon("back", "undo_redeem", coupon, self.person_id, key=self.key)


def undo_redeem(coupon: Coupon) -> TakenBack:
    """A used coupon can be used again; from paper, with whichever card is shown with it then.

    Raises `CouponNotUsedError` where it was not used.
    """
    used = _Use.of(coupon_by_id(coupon.id, lock=True) or coupon)
    values = {
        "member_id": case((Coupon.is_shown_with, null()), else_=Coupon.member_id),
        "is_shown_with": False,
        "state": "issued",
        "redeemed_at": None,
        "redeemed_by": None,
        "picked_up_at": None,
        "place_id": None,
    }
    if not change_coupon(coupon, Coupon.state == "redeemed", values):
        raise CouponNotUsedError
    count_redeemed(offer_of(coupon), -1)
    used.take_back(coupon)
    return _withdraw_next(coupon)


def void_coupon(coupon: Coupon) -> TakenBack:
    """A coupon is gone, used or not: points that were paid for it come back. Raises `CouponVoidError`."""
    held = coupon_by_id(coupon.id, lock=True) or coupon
    used = _Use.of(held) if held.state == "redeemed" else None
    values = {
        "state": "void",
        "issue_key": None,
        "gift_code": None,
        "reserved_by": None,
        "reserved_until": None,
    }
    if not change_coupon(coupon, Coupon.state != "void", values):
        raise CouponVoidError
    if used is not None:
        count_redeemed(offer_of(coupon), -1)
        used.take_back(coupon)
    give_back_to_cap(coupon.offer_id)
    _return_points(coupon)
    return _withdraw_next(coupon)


def _return_points(coupon: Coupon) -> None:
    transfer = (
        db.session.get(Transfer, (coupon.tenant_id, coupon.transfer_id)) if coupon.transfer_id else None
    )
    if transfer is not None:
        reverse_transfer(transfer=transfer, key=f"coupon-refund:{coupon.id}")


def _withdraw_next(coupon: Coupon) -> TakenBack:
    following = next_coupon(coupon)
    if following is None:
        return TakenBack(coupon)
    unused = Coupon.state.in_((*LIVE, "expired"))
    if not change_coupon(following, unused, {"state": "void", "issue_key": None, "gift_code": None}):
        return TakenBack(coupon, kept=following)
    give_back_to_cap(following.offer_id)
    return TakenBack(coupon, withdrawn=following)
