"""What was said, what was decided, and who does what by when."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, TenantOwned, now, tenant_foreign_key


class Minutes(TenantOwned, Base):
    """The written part of a meeting's minutes. A change is merged with what others saved meanwhile."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id"),
    )

    meeting_id: Mapped[uuid.UUID]
    text: Mapped[str] = mapped_column(Text(), default="")
    """Markdown."""
    revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    published_revision: Mapped[int | None]
    """What readers see of the text; what is written after it waits until it is published too."""
    told_at: Mapped[datetime | None]
    """When the guests were last told that they can read them."""
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[uuid.UUID | None]


class MinutesRevision(TenantOwned, Base):
    """The text as somebody saved it. Number 0 is what it began with: the points of the agenda.

    It is what a later change is compared with, and can be restored.
    """

    __tablename__ = "meeting_minutes_revision"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id", "number"),
    )

    meeting_id: Mapped[uuid.UUID]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text(), default="")
    saved_at: Mapped[datetime] = mapped_column(default=now)
    saved_by: Mapped[uuid.UUID | None]
    page: Mapped[str] = mapped_column(String(16), default="")
    """The open page it was written on: what it sends again after a lost answer is not merged with itself."""


class Decision(TenantOwned, Base):
    """A decision of a meeting."""

    __tablename__ = "meeting_decision"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("live_poll_id", "meeting_live_poll"),
        Index("ix_meeting_decision_meeting", "tenant_id", "meeting_id", "position"),
    )

    meeting_id: Mapped[uuid.UUID]
    text: Mapped[str] = mapped_column(String(500))
    live_poll_id: Mapped[uuid.UUID | None]
    """The poll of the room that decided it."""
    position: Mapped[int] = mapped_column(default=0)
    decided_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Action(TenantOwned, Base):
    """Something to do. While it is open, the next meeting of the series shows it."""

    __tablename__ = "meeting_action"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("series_id", "meeting_series"),
        tenant_foreign_key("person_id", "person"),
        tenant_foreign_key("guest_id", "meeting_guest"),
        Index("ix_meeting_action_meeting", "tenant_id", "meeting_id", "position"),
        Index("ix_meeting_action_series", "tenant_id", "series_id", "done_at"),
        Index("ix_meeting_action_due", "tenant_id", "done_at", "due_on"),
    )

    meeting_id: Mapped[uuid.UUID]
    series_id: Mapped[uuid.UUID | None]
    text: Mapped[str] = mapped_column(String(500), info=HARMLESS)
    person_id: Mapped[uuid.UUID | None]
    guest_id: Mapped[uuid.UUID | None]
    owner: Mapped[str] = mapped_column(String(80), default="", info=PERSONAL)
    """Who does it, in the words of the minutes."""
    due_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
