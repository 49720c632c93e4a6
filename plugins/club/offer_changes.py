"""Making and changing offers. Limits that are counted (`issued`, `redeemed`) are never touched here."""

from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select, update

from hutong import LocalizedText, changed_rows, db, first_link, now
from plugins.club.chains import take_out_step
from plugins.club.models import Coupon, Offer
from plugins.club.offer_queries import LIVE

BIN_DAYS = 30
State = Literal["open", "paused", "closed"]


def create_offer(*, title: LocalizedText, kind: str, **values: Any) -> Offer:
    """A new offer as a draft, with a share link of its own."""
    offer = Offer(title=title, kind=kind, **values)
    db.session.add(offer)
    db.session.flush()
    first_link(plugin="club", object_kind="offer", object_id=offer.id)
    return offer


def change_offer(*, offer: Offer, **values: Any) -> None:
    """What it says and gives, how many there are, when and where. Coupons that are out keep their end."""
    for name, value in values.items():
        setattr(offer, name, value)
    db.session.flush()


def set_offer_state(*, offer: Offer, state: State) -> str:
    """Open, pause or close it; gives the state before."""
    before, offer.state = offer.state, state
    db.session.flush()
    return before


def bin_offer(*, offer: Offer) -> None:
    """Into the bin, out of its chain. Coupons that customers hold go on working."""
    take_out_step(offer=offer)
    offer.deleted_at = now()
    db.session.flush()


def restore_offer(*, offer: Offer) -> None:
    """Out of the bin; it stands alone, whatever chain it was in."""
    offer.deleted_at = None
    db.session.flush()


def live_coupons(offer: Offer) -> int:
    """How many coupons of it customers hold."""
    return db.session.query(Coupon).filter(Coupon.offer_id == offer.id, Coupon.state.in_(LIVE)).count()


def expire_coupons() -> int:
    """Mark coupons whose time is over, and free what a counter forgot in its hand; gives how many ended.

    Only tidies: whether a coupon is taken is decided by its times alone.
    """
    moment = now()
    quiet = {"synchronize_session": False}
    db.session.execute(
        update(Coupon)
        .where(Coupon.state == "reserved", Coupon.reserved_until < moment - timedelta(hours=1))
        .values(state="issued", reserved_by=None, reserved_until=None, place_id=None)
        .execution_options(**quiet)
    )
    return changed_rows(
        update(Coupon)
        .where(Coupon.state == "issued", Coupon.ends_at <= moment)
        .values(state="expired", gift_code=None)
        .execution_options(**quiet)
    )


def erase_old_offers() -> None:
    """Delete what has lain in the bin for a month and was never given to anybody."""
    old = select(Offer).where(Offer.deleted_at < now() - timedelta(days=BIN_DAYS), Offer.issued == 0)
    for offer in db.session.scalars(old):
        db.session.delete(offer)
