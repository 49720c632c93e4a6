"""The outbox of mails."""

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, HasId, now

MailState = Literal["waiting", "sent", "kept", "held", "failed"]

HEADERS = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post"})
"""Header lines that a feature may add to a mail; sender, reader and the rest are nobody's to set."""


class MailMessage(Base, HasId):
    """One mail to one reader. `key`, where given, makes it unique: the same is not sent twice.

    `state`: ``waiting`` for its job; ``sent`` to the mail server; ``kept`` here, because this installation
    has none; ``held``, because a trial sends nothing; ``failed`` for good, with its `error`.
    """

    __tablename__ = "mail_message"

    tenant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("tenant.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text())
    html: Mapped[str] = mapped_column(Text())
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Header lines beside the usual ones, by name; they may hold links that grant, as the words may."""
    calendar: Mapped[str] = mapped_column(Text(), default="")
    """An iCalendar object with a METHOD, which the reader's calendar takes over; or nothing."""
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(500), default="")
