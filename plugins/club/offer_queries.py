"""Reads about offers and coupons of the tenant in scope."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from hutong import db, now
from plugins.club.models import Coupon, Member, Offer

_Row = TypeVar("_Row", Offer, Coupon)
LIVE = ("issued", "reserved")
"""States of a coupon that was given out and not used."""


def offer_by_id(offer_id: uuid.UUID, *, lock: bool = False, in_bin: bool = False) -> Offer | None:
    """An offer of this club; with `lock` its row is held until the commit, so that changes come in turn."""
    query = select(Offer).where(Offer.id == offer_id)
    return _one(query if in_bin else query.where(Offer.deleted_at.is_(None)), lock=lock)


def offer_by_code(code: str) -> Offer | None:
    """The offer with this public code."""
    return db.session.scalar(select(Offer).where(Offer.code == code.lower(), Offer.deleted_at.is_(None)))


def offers_in_use() -> Sequence[Offer]:
    """All offers that are not in the bin, newest first."""
    return db.session.scalars(
        select(Offer).where(Offer.deleted_at.is_(None)).order_by(Offer.created_at.desc(), Offer.id.desc())
    ).all()


def binned_offers() -> Sequence[Offer]:
    """What lies in the bin, newest first."""
    return db.session.scalars(
        select(Offer).where(Offer.deleted_at.is_not(None)).order_by(Offer.deleted_at.desc())
    ).all()


def offers_of(offer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Offer]:
    """These offers, in the bin or not, by id."""
    found = db.session.scalars(select(Offer).where(Offer.id.in_(offer_ids))) if offer_ids else ()
    return {offer.id: offer for offer in found}


def why_not_open(offer: Offer, moment: datetime | None = None) -> str:
    """Why no coupon is given out: "" where one is, else draft, paused, closed, early, over or gone."""
    moment = moment or now()
    if offer.deleted_at is not None:
        return "closed"
    if offer.state != "open":
        return offer.state
    if offer.opens_at is not None and moment < offer.opens_at:
        return "early"
    if offer.closes_at is not None and moment >= offer.closes_at:
        return "over"
    return "gone" if coupons_left(offer) == 0 else ""


def coupons_left(offer: Offer) -> int | None:
    """How many can still be given out; None where there is no limit."""
    return None if offer.cap is None else max(offer.cap - offer.issued, 0)


def coupon_by_code(code: str) -> Coupon | None:
    """The coupon of this club whose QR code or paper says `code`; blanks and hyphens are for the eye."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return db.session.scalar(select(Coupon).where(Coupon.code == plain)) if len(plain) <= 16 else None


def coupon_by_id(coupon_id: uuid.UUID, *, lock: bool = False) -> Coupon | None:
    """A coupon of this club; with `lock` its row is held until the commit."""
    return _one(select(Coupon).where(Coupon.id == coupon_id), lock=lock)


def coupon_by_key(key: str) -> Coupon | None:
    """The coupon that was issued for this event."""
    return db.session.scalar(select(Coupon).where(Coupon.issue_key == key))


def coupons_of_member(member_id: uuid.UUID) -> Sequence[Coupon]:
    """A member's coupons that can be used now or later, those that end first in front."""
    return db.session.scalars(
        select(Coupon)
        .where(
            Coupon.member_id == member_id,
            Coupon.state.in_(LIVE),
            or_(Coupon.ends_at.is_(None), Coupon.ends_at > now()),
        )
        .order_by(Coupon.ends_at.is_(None), Coupon.ends_at, Coupon.id)
    ).all()


def past_coupons_of_member(member_id: uuid.UUID, limit: int = 20) -> Sequence[Coupon]:
    """What a member has used, let pass or given away, newest first."""
    return db.session.scalars(
        select(Coupon)
        .where(
            or_(Coupon.member_id == member_id, Coupon.given_by == member_id),
            or_(Coupon.state.not_in(LIVE), Coupon.ends_at <= now(), Coupon.given_by == member_id),
        )
        .order_by(Coupon.issued_at.desc())
        .limit(limit)
    ).all()


def coupons_taken(member_id: uuid.UUID, offer_id: uuid.UUID) -> Sequence[Coupon]:
    """What a member has taken of an offer, given away or not, oldest first; without what was taken back."""
    taker = func.coalesce(Coupon.given_by, Coupon.member_id)
    return db.session.scalars(
        select(Coupon)
        .where(
            Coupon.offer_id == offer_id,
            taker == member_id,
            Coupon.state != "void",
            Coupon.parent_id.is_(None),
        )
        .order_by(Coupon.issued_at, Coupon.id)
    ).all()


def newest_own(taken: Sequence[Coupon], member_id: uuid.UUID) -> Coupon | None:
    """Of what a member has taken, the newest that is still theirs; None where all went to friends."""
    return next((coupon for coupon in reversed(taken) if coupon.member_id == member_id), None)


def invitation_to(member_id: uuid.UUID, plan_id: uuid.UUID) -> uuid.UUID | None:
    """The coupon by which a member is invited to a membership: of several the oldest that is good."""
    return db.session.scalar(
        select(Coupon.id)
        .join(Offer, Offer.id == Coupon.offer_id)
        .where(
            Coupon.member_id == member_id,
            Coupon.state.in_(LIVE),
            or_(Coupon.ends_at.is_(None), Coupon.ends_at > now()),
            Offer.plan_id == plan_id,
        )
        .order_by(Coupon.issued_at, Coupon.id)
        .limit(1)
    )


def next_coupon(coupon: Coupon) -> Coupon | None:
    """The coupon that was issued because this one was used."""
    return db.session.scalar(
        select(Coupon).where(Coupon.parent_id == coupon.id, Coupon.state != "void").limit(1)
    )


def holder_of_coupon(coupon: Coupon) -> Member | None:
    """Whose it is; None while it is on paper."""
    if coupon.member_id is None:
        return None
    return db.session.scalar(select(Member).where(Member.id == coupon.member_id))


def _one(query: Select[_Row], *, lock: bool) -> _Row | None:
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)
