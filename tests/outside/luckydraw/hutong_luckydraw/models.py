"""Draws, their prizes, and each turn that a customer took."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, LocalizedText, TenantOwned, new_code, now, tenant_foreign_key

PRIZE_CODE = 12
"""Letters of a prize's code: 59 bits, for who shows it gets the prize."""


def new_prize_code() -> str:
    """What a prize's QR code says, and what is typed at the counter."""
    return new_code(PRIZE_CODE)


class Draw(TenantOwned, Base):
    """A lucky draw: what it is called, who may take part, how often and until when."""

    __tablename__ = "luckydraw_draw"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[LocalizedText]
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    consolation: Mapped[LocalizedText] = mapped_column(default=dict)
    """What is said to who wins nothing; empty: our own words."""
    audience: Mapped[str] = mapped_column(String(8), default="anyone")
    """``anyone`` with the link, ``members``, or ``regulars``: members from before it first opened."""
    per_person: Mapped[int] = mapped_column(default=1)
    """How often one may draw; 0: no limit."""
    per_day: Mapped[int] = mapped_column(default=0)
    """How often in one day of the shop's calendar; 0: no limit."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    valid_days: Mapped[int] = mapped_column(default=30)
    """Days in which a prize is handed out, of which the day it was won on is the first; 0: no end."""
    state: Mapped[str] = mapped_column(String(8), default="draft")
    """``draft``, ``open``, ``paused`` or ``closed``. Prizes that were won are handed out in each of them."""
    opened_at: Mapped[datetime | None]
    """When it was opened first."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Prize(TenantOwned, Base):
    """A prize: how many there are, and how many of how many draws win it. `won` counts up to `stock`."""

    __tablename__ = "luckydraw_prize"
    __table_args__ = (
        tenant_foreign_key("draw_id", "luckydraw_draw", ondelete="CASCADE"),
        CheckConstraint("won >= 0 AND won <= stock", name="won"),
        CheckConstraint("wins > 0 AND wins <= tries", name="odds"),
        Index("ix_luckydraw_prize_draw", "tenant_id", "draw_id", "position"),
    )

    draw_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[LocalizedText]
    icon: Mapped[str] = mapped_column(String(20), default="gift")
    photo: Mapped[str] = mapped_column(String(40), default="")
    """Code of a photo; empty: the icon stands for it."""
    stock: Mapped[int]
    won: Mapped[int] = mapped_column(default=0)
    wins: Mapped[int]
    tries: Mapped[int]


class Turn(TenantOwned, Base):
    """One draw by one customer: what it hit, and what became of the prize."""

    __tablename__ = "luckydraw_turn"
    __table_args__ = (
        tenant_foreign_key("draw_id", "luckydraw_draw", ondelete="CASCADE"),
        tenant_foreign_key("prize_id", "luckydraw_prize"),
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "form_key"),
        Index("ix_luckydraw_turn_draw", "tenant_id", "draw_id", "drawn_at"),
        Index("ix_luckydraw_turn_person", "tenant_id", "person_id", "draw_id"),
        Index("ix_luckydraw_turn_phone", "tenant_id", "phone_hash", "draw_id"),
    )

    draw_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    """Who drew, where the phone says it."""
    phone_hash: Mapped[str] = mapped_column(String(64), default="", info=PERSONAL)
    """The phone that drew, by its cookie; with `person_id` what the limits count."""
    form_key: Mapped[str] = mapped_column(String(64), info=HARMLESS)
    """The form that was sent: the same form again is the same turn."""
    drawn_at: Mapped[datetime] = mapped_column(default=now)
    drawn_on: Mapped[date]
    """The day of the shop's calendar."""
    share_link_id: Mapped[uuid.UUID | None]
    code: Mapped[str] = mapped_column(String(16), default=new_prize_code, info=HARMLESS)
    prize_id: Mapped[uuid.UUID | None]
    prize_name: Mapped[LocalizedText] = mapped_column(default=dict, info=PERSONAL)
    """What was won, in the words of that moment: whoever renames the prize later changes no promise.
    What somebody won is handed out and forgotten with them."""
    ends_at: Mapped[datetime | None]
    """When the prize is no longer handed out."""
    redeemed_at: Mapped[datetime | None]
    redeemed_by: Mapped[uuid.UUID | None]
