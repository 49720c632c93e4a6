"""The ledger of points, in double entry, and the rules by which points are earned.

A transfer is one event; its entries sum to zero. An entry stands on an account: a member's, or one of the
business's. Lots say which earned points are still there, and when they end; changes of a lot say which event
used it.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import NOT_MOVED, Base, LocalizedText, TenantOwned, now, tenant_foreign_key


class Transfer(TenantOwned, Base):
    """One event of the ledger. `key` names the event, so that it is posted once."""

    __tablename__ = "club_transfer"
    __table_args__ = (
        tenant_foreign_key("inverse_of", "club_transfer"),
        UniqueConstraint("tenant_id", "key"),
        UniqueConstraint("tenant_id", "inverse_of"),
        Index("ix_club_transfer_time", "tenant_id", "at"),
    )

    key: Mapped[str] = mapped_column(String(120).with_variant(String(120, collation="C"), "postgresql"))
    """In the order of its bytes on every database: `transfers_under` reads a range of keys."""
    reason: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(default=now)
    note: Mapped[str] = mapped_column(String(120), default="")
    rule_id: Mapped[uuid.UUID | None]
    inverse_of: Mapped[uuid.UUID | None]
    """The event that this one takes back; nothing is taken back twice."""
    recorded_by: Mapped[uuid.UUID | None]


class Entry(TenantOwned, Base):
    """Points on an account, positive or negative. Never changed; only merged cards hand theirs over."""

    __tablename__ = "club_entry"
    __table_args__ = (
        tenant_foreign_key("transfer_id", "club_transfer", ondelete="CASCADE"),
        tenant_foreign_key("member_id", "club_member", ondelete="CASCADE"),
        Index("ix_club_entry_transfer", "tenant_id", "transfer_id"),
        Index("ix_club_entry_member", "tenant_id", "member_id", "at"),
        Index("ix_club_entry_account", "tenant_id", "account"),
    )

    transfer_id: Mapped[uuid.UUID]
    account: Mapped[str] = mapped_column(String(12))
    """``member``, or the business's ``issued``, ``spent``, ``expired``, ``adjusted``."""
    member_id: Mapped[uuid.UUID | None]
    points: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(default=now)
    """When it counts: with its event; what takes something back counts when that did."""
    counts: Mapped[bool] = mapped_column(default=False)
    """Whether it counts as earned, for tiers."""


class Lot(TenantOwned, Base):
    """Points earned and ending together. A negative lot is a debt, settled by what is earned next."""

    __tablename__ = "club_lot"
    __table_args__ = (
        tenant_foreign_key("member_id", "club_member", ondelete="CASCADE"),
        tenant_foreign_key("transfer_id", "club_transfer", ondelete="CASCADE"),
        Index("ix_club_lot_member", "tenant_id", "member_id", "ends_on"),
        Index("ix_club_lot_end", "tenant_id", "ends_on"),
    )

    member_id: Mapped[uuid.UUID]
    transfer_id: Mapped[uuid.UUID]
    points: Mapped[int] = mapped_column(BigInteger)
    left: Mapped[int] = mapped_column(BigInteger)
    ends_on: Mapped[date | None]
    """The last day on which they can be used; None: they do not end."""
    told_on: Mapped[date | None]
    """When its member was reminded of its end."""


class LotChange(TenantOwned, Base):
    """What an event did to a lot: a lot's changes sum to what is left of it."""

    __tablename__ = "club_lot_change"
    __table_args__ = (
        tenant_foreign_key("lot_id", "club_lot", ondelete="CASCADE"),
        tenant_foreign_key("transfer_id", "club_transfer", ondelete="CASCADE"),
        Index("ix_club_lot_change_lot", "tenant_id", "lot_id"),
        Index("ix_club_lot_change_transfer", "tenant_id", "transfer_id"),
    )

    lot_id: Mapped[uuid.UUID]
    transfer_id: Mapped[uuid.UUID]
    points: Mapped[int] = mapped_column(BigInteger)


class Merging(TenantOwned, Base):
    """One card took another one over; what it took, so that it can be given back."""

    __tablename__ = "club_merging"
    __table_args__ = (
        tenant_foreign_key("kept_id", "club_member", ondelete="CASCADE"),
        tenant_foreign_key("gone_id", "club_member", ondelete="CASCADE"),
        Index("ix_club_merging_gone", "tenant_id", "gone_id"),
    )

    kept_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    gone_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    at: Mapped[datetime] = mapped_column(default=now)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids of the rows that were re-pointed, by ``table.column``."""
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Counters and tier of both cards, by ``kept`` and ``gone``."""
    undone_at: Mapped[datetime | None]


class Rule(TenantOwned, Base):
    """When points are earned, and how many."""

    __tablename__ = "club_rule"
    __table_args__ = (UniqueConstraint("tenant_id", "starter_key"),)

    starter_key: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    """``amount``, ``visit``, ``answer``, ``referral``, ``birthday`` or ``welcome``."""
    title: Mapped[LocalizedText] = mapped_column(default=dict)
    points: Mapped[int]
    per_amount: Mapped[int] = mapped_column(BigInteger, default=0)
    """With ``amount``: so much money earns `points`, each full time."""
    minimum: Mapped[int] = mapped_column(BigInteger, default=0)
    """With ``amount`` and ``visit``: the least that has to be paid."""
    daily_cap: Mapped[int] = mapped_column(default=0)
    """How many points a member can earn by this rule in a day; 0: no limit."""
    limits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """When it is in force: weekdays (``days``: 0 is Monday), first and last day (``from``, ``to``)."""
    active: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]
