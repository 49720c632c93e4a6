"""Offers and the coupons issued from them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, LocalizedText, TenantOwned, new_code, now, tenant_foreign_key
from plugins.club.numbers import new_coupon_code


class Offer(TenantOwned, Base):
    """What customers can get, how many of them, when and where; and what comes after it.

    `issued` and `redeemed` are limits, changed by conditional updates only.
    """

    __tablename__ = "club_offer"
    __table_args__ = (
        tenant_foreign_key("next_offer_id", "club_offer"),
        tenant_foreign_key("plan_id", "club_plan"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[LocalizedText]
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    kind: Mapped[str] = mapped_column(String(12))
    """``free`` (pieces), ``percent``, ``amount`` (off), ``voucher`` (`value` for `price`) or ``plan``."""
    value: Mapped[int] = mapped_column(BigInteger, default=0)
    """Money; with ``percent`` the percentage off."""
    pieces: Mapped[int] = mapped_column(default=0)
    """How many pieces one coupon covers; 0 where nothing is counted."""
    price: Mapped[int] = mapped_column(BigInteger, default=0)
    """Money to pay when it is redeemed."""
    price_points: Mapped[int] = mapped_column(default=0)
    """Points that a coupon costs."""
    cost: Mapped[int] = mapped_column(BigInteger, default=0)
    """What one redemption costs the business, as its owner estimates; for the simulator."""
    plan_id: Mapped[uuid.UUID | None]
    """With ``plan``: the membership it invites to."""
    claim: Mapped[str] = mapped_column(String(8), default="anyone")
    """Who gets it: ``anyone`` who opens its page and joins, ``chain`` (it follows another), ``paper``."""
    cap: Mapped[int | None] = mapped_column(BigInteger)
    issued: Mapped[int] = mapped_column(BigInteger, default=0)
    redeemed: Mapped[int] = mapped_column(BigInteger, default=0)
    per_member: Mapped[int] = mapped_column(default=1)
    """How many a member can take; 0: no limit. What a chain issues is not counted."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    """When it can be taken; a coupon taken in time ends by `valid_days`."""
    valid_days: Mapped[int] = mapped_column(default=30)
    """How many days a coupon can be used, of which the day it is issued on is the first; 0: no end."""
    hours: Mapped[list[Any]] = mapped_column(default=list)
    """When its coupons are taken: ``{"days": [0, 1], "from": "09:00", "to": "17:00"}``; empty: always."""
    place_ids: Mapped[list[str]] = mapped_column(default=list)
    """Where its coupons are taken; empty: everywhere."""
    giftable: Mapped[bool] = mapped_column(default=False)
    next_offer_id: Mapped[uuid.UUID | None]
    next_when: Mapped[str] = mapped_column(String(8), default="redeem")
    """The next offer's coupon is issued on ``redeem`` or on ``pickup``."""
    state: Mapped[str] = mapped_column(String(8), default="draft")
    """``draft``, ``open``, ``paused`` (none are given or taken) or ``closed`` (those given out are taken)."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Coupon(TenantOwned, Base):
    """One coupon. ``issued`` → ``reserved`` at a counter → ``redeemed``; or ``expired``, or ``void``."""

    __tablename__ = "club_coupon"
    __table_args__ = (
        tenant_foreign_key("offer_id", "club_offer", ondelete="CASCADE"),
        tenant_foreign_key("member_id", "club_member", ondelete="CASCADE"),
        tenant_foreign_key("parent_id", "club_coupon"),
        tenant_foreign_key("given_by", "club_member"),
        tenant_foreign_key("place_id", "club_place"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "issue_key"),
        Index("ix_club_coupon_offer", "tenant_id", "offer_id", "state"),
        Index("ix_club_coupon_member", "tenant_id", "member_id", "state"),
        Index("ix_club_coupon_parent", "tenant_id", "parent_id"),
    )

    offer_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID | None]
    """Whose it is; nobody's while it is on paper."""
    is_shown_with: Mapped[bool] = mapped_column(default=False)
    """It came from paper and is the card's that was shown when it was used: undone, it is nobody's again."""
    code: Mapped[str] = mapped_column(String(16), default=new_coupon_code)
    issue_key: Mapped[str | None] = mapped_column(String(120))
    """The event it was issued for, so that it is issued once."""
    state: Mapped[str] = mapped_column(String(8), default="issued")
    issued_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]
    reserved_until: Mapped[datetime | None]
    reserved_by: Mapped[uuid.UUID | None]
    redeemed_at: Mapped[datetime | None]
    redeemed_by: Mapped[uuid.UUID | None]
    picked_up_at: Mapped[datetime | None]
    place_id: Mapped[uuid.UUID | None]
    parent_id: Mapped[uuid.UUID | None]
    """The coupon of the chain before it."""
    given_by: Mapped[uuid.UUID | None]
    gift_code: Mapped[str | None] = mapped_column(String(64))
    """Hash of the token by which a friend can take it over."""
    transfer_id: Mapped[uuid.UUID | None]
    """The points that were paid for it."""
    share_link_id: Mapped[uuid.UUID | None]
