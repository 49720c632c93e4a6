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
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[uuid.UUID | None]


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
