"""What happens when, in which room, with whom; and what there is to read."""

import uuid
from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from hutong import Base, LocalizedText, TenantOwned, now, tenant_foreign_key


class AgendaItem(TenantOwned, Base):
    """A point of the agenda: a talk, a break, or just a point without a time."""

    __tablename__ = "meeting_agenda_item"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id", "starter_key"),
        Index("ix_meeting_agenda_item_meeting", "tenant_id", "meeting_id", "starts_at", "position"),
    )

    meeting_id: Mapped[uuid.UUID]
    starter_key: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(8), default="talk")
    """``talk`` or ``break``."""
    title: Mapped[LocalizedText]
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    room: Mapped[LocalizedText] = mapped_column(default=dict)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    """The order of points at one time, or without one."""
    deleted_at: Mapped[datetime | None]


class Speaker(TenantOwned, Base):
    """Somebody who speaks at a meeting; what stands here is public."""

    __tablename__ = "meeting_speaker"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id", "starter_key"),
        Index("ix_meeting_speaker_meeting", "tenant_id", "meeting_id", "position"),
    )

    meeting_id: Mapped[uuid.UUID]
    starter_key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[LocalizedText]
    role: Mapped[LocalizedText] = mapped_column(default=dict)
    text: Mapped[LocalizedText] = mapped_column(default=dict)
    photo: Mapped[str] = mapped_column(String(20), default="")
    """Code of a photo of the tenant."""
    position: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]


class ItemSpeaker(TenantOwned, Base):
    """Who speaks at which point."""

    __tablename__ = "meeting_item_speaker"
    __table_args__ = (
        tenant_foreign_key("item_id", "meeting_agenda_item", ondelete="CASCADE"),
        tenant_foreign_key("speaker_id", "meeting_speaker", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "item_id", "speaker_id"),
        Index("ix_meeting_item_speaker_speaker", "tenant_id", "speaker_id"),
    )

    item_id: Mapped[uuid.UUID]
    speaker_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(default=0)


class Material(TenantOwned, Base):
    """A file or a link to a point, or to the meeting as a whole."""

    __tablename__ = "meeting_material"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("item_id", "meeting_agenda_item"),
        UniqueConstraint("tenant_id", "code"),
        Index("ix_meeting_material_meeting", "tenant_id", "meeting_id", "item_id"),
    )

    meeting_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID | None]
    code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(120))
    for_whom: Mapped[str] = mapped_column(String(8), default="guests")
    """``all``, ``guests`` (who are coming), ``present`` (who were checked in) or ``staff``."""
    link: Mapped[str] = mapped_column(String(500), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    file_name: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """The file, read from the database only when somebody opens it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
