"""The programme, its places and tiers, and what a member carries: the card and its visits."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, LocalizedText, TenantOwned, now, tenant_foreign_key
from plugins.club.numbers import new_card_code, new_number


class Programme(TenantOwned, Base):
    """How a tenant's club is run; one row."""

    __tablename__ = "club_programme"
    __table_args__ = (UniqueConstraint("tenant_id"),)

    name: Mapped[LocalizedText]
    points_name: Mapped[LocalizedText]
    welcome: Mapped[LocalizedText] = mapped_column(default=dict)
    """What the card promises, under its name."""
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    state: Mapped[str] = mapped_column(String(8), default="open")
    """``open`` or ``paused``: a paused club takes no new members; cards go on working."""
    expiry: Mapped[str] = mapped_column(String(8), default="months")
    """When earned points end: ``never``, ``months`` after, or ``year`` (31 December of the next year)."""
    expiry_months: Mapped[int] = mapped_column(default=12)
    tier_months: Mapped[int] = mapped_column(default=12)
    """Over how many months what was earned counts for a tier; 0: for ever."""
    asks_birthday: Mapped[bool] = mapped_column(default=False)
    transfer_details: Mapped[LocalizedText] = mapped_column(default=dict)
    """Where to transfer money to, for memberships."""


class Place(TenantOwned, Base):
    """A counter, shop or branch."""

    __tablename__ = "club_place"
    __table_args__ = (UniqueConstraint("tenant_id", "starter_key"),)

    starter_key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[LocalizedText]
    position: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]


class Tier(TenantOwned, Base):
    """A level that is reached by what was earned, never by the balance."""

    __tablename__ = "club_tier"
    __table_args__ = (UniqueConstraint("tenant_id", "starter_key"),)

    starter_key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[LocalizedText]
    benefits: Mapped[LocalizedText] = mapped_column(default=dict)
    """One benefit in a line."""
    threshold: Mapped[int] = mapped_column(default=0)
    """Points to have earned in the programme's period."""
    discount_percent: Mapped[int] = mapped_column(default=0)
    colour: Mapped[str] = mapped_column(String(12), default="ink")
    deleted_at: Mapped[datetime | None]


class Badge(TenantOwned, Base):
    """A mark for having done something often; who has it follows from what is counted."""

    __tablename__ = "club_badge"
    __table_args__ = (UniqueConstraint("tenant_id", "starter_key"),)

    starter_key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[LocalizedText]
    icon: Mapped[str] = mapped_column(String(24), default="star")
    kind: Mapped[str] = mapped_column(String(12))
    """What is counted: ``visits``, ``earned``, ``friends`` or ``years``."""
    threshold: Mapped[int]
    deleted_at: Mapped[datetime | None]


class Member(TenantOwned, Base):
    """A person's card. `balance` is also the lock: whatever changes points changes it first."""

    __tablename__ = "club_member"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        tenant_foreign_key("tier_id", "club_tier"),
        tenant_foreign_key("referred_by", "club_member"),
        tenant_foreign_key("merged_into", "club_member"),
        UniqueConstraint("tenant_id", "person_id"),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "code"),
        Index("ix_club_member_join_nonce", "tenant_id", "join_nonce", unique=True),
        Index("ix_club_member_referred_by", "tenant_id", "referred_by"),
        Index("ix_club_member_tier", "tenant_id", "tier_id"),
        Index("ix_club_member_birthday", "tenant_id", "birthday"),
    )

    person_id: Mapped[uuid.UUID]
    number: Mapped[str] = mapped_column(String(12), default=new_number, info=HARMLESS)
    """Nine digits, the last of them checks the others; said and typed at the counter."""
    code: Mapped[str] = mapped_column(String(16), default=new_card_code, info=HARMLESS)
    """What the card's QR code says; it names the card and grants nothing."""
    state: Mapped[str] = mapped_column(String(8), default="active", info=HARMLESS)
    """``active``, ``stopped`` by the business, or ``left``."""
    birthday: Mapped[str] = mapped_column(String(40), default="", info=PERSONAL)
    """``MM-DD``; no year is asked."""
    tier_id: Mapped[uuid.UUID | None]
    tier_since: Mapped[date | None]
    tier_warned_for: Mapped[date | None]
    """The day of the downgrade that this member has been warned of."""
    balance: Mapped[int] = mapped_column(BigInteger, default=0)
    earned: Mapped[int] = mapped_column(BigInteger, default=0)
    """All points ever earned, refunds taken off."""
    visits: Mapped[int] = mapped_column(default=0)
    spent: Mapped[int] = mapped_column(BigInteger, default=0)
    """Money paid on visits, refunds taken off."""
    friends: Mapped[int] = mapped_column(default=0)
    """How many joined by this member's link."""
    referred_by: Mapped[uuid.UUID | None]
    share_link_id: Mapped[uuid.UUID | None]
    """The link this member joined by."""
    merged_into: Mapped[uuid.UUID | None]
    """The card that took this one over, when two records of one person were merged."""
    joined_at: Mapped[datetime] = mapped_column(default=now)
    join_nonce: Mapped[str | None] = mapped_column(String(40), info=HARMLESS)
    """The form that a stranger joined with; the same form twice is one card."""


class Visit(TenantOwned, Base):
    """Somebody was at the counter: paid something, or checked in."""

    __tablename__ = "club_visit"
    __table_args__ = (
        tenant_foreign_key("member_id", "club_member", ondelete="CASCADE"),
        tenant_foreign_key("place_id", "club_place"),
        UniqueConstraint("tenant_id", "nonce"),
        Index("ix_club_visit_member", "tenant_id", "member_id", "at"),
        Index("ix_club_visit_time", "tenant_id", "at"),
    )

    member_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(8))
    """``paid`` or ``checkin``."""
    at: Mapped[datetime] = mapped_column(default=now)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    place_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[uuid.UUID | None]
    nonce: Mapped[str] = mapped_column(String(40))
    """The form it was sent with; the same form twice is one visit."""
    refunded_at: Mapped[datetime | None]
    refunded_by: Mapped[uuid.UUID | None]
