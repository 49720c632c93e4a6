"""A coupon as a gift: a link that works once. Until a friend takes it, it stays the giver's."""

from sqlalchemy import ColumnElement, and_, or_, select

from hutong import db, hash_token, new_token, now
from plugins.club.coupon_errors import CouponError
from plugins.club.coupon_news import tell_of_taken_gift
from plugins.club.coupons import CLAIMED, change_coupon, offer_of
from plugins.club.models import Coupon, Member
from plugins.club.numbers import new_coupon_code
from plugins.club.offer_queries import holder_of_coupon


class NotGiftableError(CouponError):
    """It is not to be given away: the offer does not want it, or it is used, over or at a counter."""


class GiftTakenError(CouponError):
    """Somebody was faster, or the giver took it back."""


class OwnGiftError(CouponError):
    """The giver's own link."""


def wrap_gift(coupon: Coupon) -> str:
    """A new link for this coupon; one that was made before stops working. Raises `NotGiftableError`."""
    token = new_token()
    if not offer_of(coupon).giftable or coupon.given_by is not None:
        raise NotGiftableError
    if not change_coupon(coupon, _usable(), {"gift_code": hash_token(token)}):
        raise NotGiftableError
    return token


def unwrap_gift(coupon: Coupon) -> bool:
    """Take the link back while nobody has used it; False where it is too late."""
    return change_coupon(coupon, Coupon.gift_code.is_not(None), {"gift_code": None})


def gift_by_token(token: str) -> Coupon | None:
    """The coupon that a link gives, as long as it does."""
    return db.session.scalar(select(Coupon).where(Coupon.gift_code == hash_token(token)))


def take_gift(coupon: Coupon, friend: Member, token: str) -> Coupon:
    """The coupon becomes the friend's, once, under a new code: a picture of the old one is worth nothing.

    Nor does the form that the giver once sent lead to it any more.
    Raises `OwnGiftError`, `GiftTakenError`.
    """
    if coupon.member_id == friend.id:
        raise OwnGiftError
    giver = holder_of_coupon(coupon)
    was_claimed = (coupon.issue_key or "").startswith(CLAIMED)
    values = {
        "issue_key": None if was_claimed else coupon.issue_key,
        "member_id": friend.id,
        "given_by": coupon.member_id,
        "gift_code": None,
        "code": new_coupon_code(),
    }
    wrapped = and_(Coupon.gift_code == hash_token(token), _usable())
    if not change_coupon(coupon, wrapped, values):
        raise GiftTakenError
    if giver is not None:
        tell_of_taken_gift(coupon, offer_of(coupon), giver)
    return coupon


def _usable() -> ColumnElement[bool]:
    return and_(Coupon.state == "issued", or_(Coupon.ends_at.is_(None), Coupon.ends_at > now()))
