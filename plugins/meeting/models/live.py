"""While it happens: questions from the floor, and polls that the big screen draws."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import HARMLESS, PERSONAL, Base, TenantOwned, now, tenant_foreign_key


class FloorQuestion(TenantOwned, Base):
    """A question from the floor: ``pending`` moderation, ``shown``, ``answered`` or ``hidden``."""

    __tablename__ = "meeting_floor_question"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        tenant_foreign_key("guest_id", "meeting_guest"),
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "meeting_id", "nonce"),
        Index("ix_meeting_floor_question_meeting", "tenant_id", "meeting_id", "state"),
    )

    meeting_id: Mapped[uuid.UUID]
    guest_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    asker: Mapped[str] = mapped_column(String(64), default="", info=HARMLESS)
    """The phone it came from, as votes know it."""
    name: Mapped[str] = mapped_column(String(80), default="", info=PERSONAL)
    text: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    state: Mapped[str] = mapped_column(String(8), default="shown", info=HARMLESS)
    nonce: Mapped[str | None] = mapped_column(String(64), info=HARMLESS)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]


class FloorVote(TenantOwned, Base):
    """A phone that wants a question answered too."""

    __tablename__ = "meeting_floor_vote"
    __table_args__ = (
        tenant_foreign_key("question_id", "meeting_floor_question", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "question_id", "phone"),
    )

    question_id: Mapped[uuid.UUID]
    phone: Mapped[str] = mapped_column(String(64))
    """A random name that a phone was given for this meeting."""


class LivePoll(TenantOwned, Base):
    """A poll of the room: ``choice`` or ``words`` (a cloud); ``draft``, ``open`` or ``closed``."""

    __tablename__ = "meeting_live_poll"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meeting_meeting", ondelete="CASCADE"),
        Index("ix_meeting_live_poll_meeting", "tenant_id", "meeting_id", "position"),
    )

    meeting_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    options: Mapped[list[Any]] = mapped_column(default=list)
    """``{"id": "a1", "label": "…"}`` in their order; empty for words."""
    many: Mapped[bool] = mapped_column(default=False)
    """More than one option, or word, from a phone."""
    state: Mapped[str] = mapped_column(String(8), default="draft")
    on_screen: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[list[Any]] = mapped_column(default=list)
    """Words that the cloud leaves out, as they are counted."""
    position: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class LiveAnswer(TenantOwned, Base):
    """One option or word from one phone."""

    __tablename__ = "meeting_live_answer"
    __table_args__ = (
        tenant_foreign_key("poll_id", "meeting_live_poll", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "poll_id", "phone", "value"),
    )

    poll_id: Mapped[uuid.UUID]
    phone: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(String(60))
