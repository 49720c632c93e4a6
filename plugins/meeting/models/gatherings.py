"""A meeting, and the series it belongs to."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, LocalizedText, TenantOwned, new_code, now, tenant_foreign_key


def new_uid() -> str:
    """The name of an event in everybody's calendar; it never changes (RFC 7986, 5.3)."""
    return str(uuid.uuid4())


class Series(TenantOwned, Base):
    """Meetings that belong together, on one page. With a `rule` they come again and again by the calendar."""

    __tablename__ = "meeting_series"
    __table_args__ = (UniqueConstraint("tenant_id", "code"), UniqueConstraint("tenant_id", "starter_key"))

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    uid: Mapped[str] = mapped_column(String(80), default=new_uid)
    title: Mapped[LocalizedText]
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """``{"freq": "weekly", "interval": 2, "count": 10}``: words of RFC 5545 (3.3.10); or empty."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Meeting(TenantOwned, Base):
    """One meeting. It has no time while its date poll runs. `taken` is a limit: conditional updates only."""

    __tablename__ = "meeting_meeting"
    __table_args__ = (
        tenant_foreign_key("series_id", "meeting_series"),
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "starter_key"),
        Index("ix_meeting_meeting_starts", "tenant_id", "state", "starts_at"),
        Index("ix_meeting_meeting_ends", "tenant_id", "ends_at"),
        Index("ix_meeting_meeting_series", "tenant_id", "series_id", "starts_at"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    starter_key: Mapped[str | None] = mapped_column(String(60))
    series_id: Mapped[uuid.UUID | None]
    recurs_at: Mapped[datetime | None]
    """Where the series' rule puts it (RECURRENCE-ID); `starts_at` differs once it was moved."""
    uid: Mapped[str] = mapped_column(String(80), default=new_uid)
    sequence: Mapped[int] = mapped_column(default=0)
    """Raised by every change that a calendar shows (RFC 5545, 3.8.7.4)."""
    title: Mapped[LocalizedText]
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    """What it is about; Markdown."""
    place: Mapped[LocalizedText] = mapped_column(default=dict)
    link: Mapped[str] = mapped_column(String(500), default="")
    """Where it is held online; only guests who are coming see it."""
    zone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    all_day: Mapped[bool] = mapped_column(default=False)
    """Then it starts and ends at midnights of its zone, and the end is the day after the last."""
    state: Mapped[str] = mapped_column(String(10), default="draft")
    """``draft``, ``open`` or ``cancelled``; that it is over, the clock says."""
    listed: Mapped[bool] = mapped_column(default=True)
    """Whether it stands in the menu and the list; its link works either way."""
    registration: Mapped[str] = mapped_column(String(10), default="open")
    """``open`` to everybody with the link, ``invited`` only, or ``off``."""
    closes_at: Mapped[datetime | None]
    """Until when one can register; None: until it starts."""
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    """Guests who are coming; never above the capacity, except by walk-ins and by a smaller room."""
    approval: Mapped[bool] = mapped_column(default=False)
    asks_phone: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[list[Any]] = mapped_column(default=list)
    """What registration asks beside name and mail: questions of `core/fields`, as data."""
    shows_minutes: Mapped[str] = mapped_column(String(10), default="guests")
    """Who reads the minutes once they are published: ``guests`` or ``everybody``."""
    reminds: Mapped[bool] = mapped_column(default=True)
    """Whether those who are coming are mailed the day before."""
    live_moderated: Mapped[bool] = mapped_column(default=False)
    """Whether questions from the floor appear only after somebody let them."""
    live_closed: Mapped[bool] = mapped_column(default=False)
    """Whether the live room takes nothing more; it also closes some hours after the end."""
    cancel_note: Mapped[str] = mapped_column(String(500), default="")
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[uuid.UUID | None]
    deleted_at: Mapped[datetime | None]
