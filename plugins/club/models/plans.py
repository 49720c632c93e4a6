"""Memberships for sale."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, LocalizedText, TenantOwned, new_code, now, tenant_foreign_key
from plugins.club.numbers import new_number


class Plan(TenantOwned, Base):
    """A membership that can be bought. `taken` is a limit, changed by conditional updates only."""

    __tablename__ = "club_plan"
    __table_args__ = (
        tenant_foreign_key("tier_id", "club_tier"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[LocalizedText]
    benefits: Mapped[LocalizedText] = mapped_column(default=dict)
    """One benefit in a line."""
    price: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int] = mapped_column(default=12)
    """How long it runs; 0: for ever."""
    seats: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    discount_percent: Mapped[int] = mapped_column(default=0)
    tier_id: Mapped[uuid.UUID | None]
    """The tier its holders have at least."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    hold_days: Mapped[int] = mapped_column(default=3)
    """How long a seat is kept for somebody who has not paid."""
    state: Mapped[str] = mapped_column(String(8), default="draft")
    """``draft``, ``open``, ``paused`` or ``closed``."""
    deleted_at: Mapped[datetime | None]


class Membership(TenantOwned, Base):
    """Somebody's membership: ``ordered`` → ``paid`` (→ ``refunded``), ``cancelled``, or ``lapsed`` unpaid."""

    __tablename__ = "club_membership"
    __table_args__ = (
        tenant_foreign_key("plan_id", "club_plan", ondelete="CASCADE"),
        tenant_foreign_key("member_id", "club_member", ondelete="CASCADE"),
        tenant_foreign_key("coupon_id", "club_coupon"),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "nonce"),
        Index("ix_club_membership_member", "tenant_id", "member_id", "state"),
        Index("ix_club_membership_plan", "tenant_id", "plan_id", "state"),
    )

    plan_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    coupon_id: Mapped[uuid.UUID | None]
    """The invitation of a chain that led here."""
    number: Mapped[str] = mapped_column(String(12), default=new_number)
    state: Mapped[str] = mapped_column(String(12), default="ordered")
    price: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(String(40), default="")
    """The payment way that was chosen."""
    reference: Mapped[str] = mapped_column(String(120), default="")
    """What the payment is called where it was made."""
    ordered_at: Mapped[datetime] = mapped_column(default=now)
    held_until: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    nonce: Mapped[str] = mapped_column(String(40))
    share_link_id: Mapped[uuid.UUID | None]
