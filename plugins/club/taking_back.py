"""Taking back what was done with a coupon: a slip at the counter, or a refund.

Each is the inverse of what happened, the points that were paid included. The next coupon of the chain is
withdrawn if nobody has used it; one that was used stays, and is told.
"""

from dataclasses import dataclass

from sqlalchemy import case, null

from hutong import db
from plugins.club.coupon_errors import CouponNotUsedError, CouponVoidError
from plugins.club.coupons import change_coupon, count_redeemed, give_back_to_cap, offer_of
from plugins.club.ledger import reverse_transfer
from plugins.club.models import Coupon, Transfer
from plugins.club.offer_queries import LIVE, coupon_by_id, next_coupon


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`withdrawn`: the next coupon of the chain, gone too. `kept`: it was used already and stays."""

    coupon: Coupon
    withdrawn: Coupon | None = None
    kept: Coupon | None = None


def undo_redeem(coupon: Coupon) -> TakenBack:
    """A used coupon can be used again; from paper, with whichever card is shown with it then.

    Raises `CouponNotUsedError` where it was not used.
    """
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
    return _withdraw_next(coupon)


def void_coupon(coupon: Coupon) -> TakenBack:
    """A coupon is gone, used or not: points that were paid for it come back. Raises `CouponVoidError`."""
    held = coupon_by_id(coupon.id, lock=True) or coupon
    was_redeemed = held.state == "redeemed"
    values = {
        "state": "void",
        "issue_key": None,
        "gift_code": None,
        "reserved_by": None,
        "reserved_until": None,
    }
    if not change_coupon(coupon, Coupon.state != "void", values):
        raise CouponVoidError
    if was_redeemed:
        count_redeemed(offer_of(coupon), -1)
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
