"""What people were told."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import HARMLESS, PERSONAL, Base, now
from core.tenancy import TenantOwned, tenant_foreign_key


class Notification(TenantOwned, Base):
    """One thing a person was told, in their language at that time. `key` lets it in only once.

    `thread` says what belongs together in one mail. `due_at` is when a mail becomes due, empty where none is
    wanted; `mailed_at` is when it went to the outbox, as the mail with the key `mail_key`.
    """

    __tablename__ = "notification"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "key"),
        Index("ix_notification_person", "tenant_id", "person_id", "created_at"),
        Index("ix_notification_due", "tenant_id", "due_at"),
        Index("ix_notification_created_at", "created_at"),
    )

    person_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(200), info=HARMLESS)
    thread: Mapped[str] = mapped_column(String(120), info=HARMLESS)
    language: Mapped[str] = mapped_column(String(8), info=HARMLESS)
    subject: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text(), default="", info=PERSONAL)
    url: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_key: Mapped[str | None] = mapped_column(String(200), info=HARMLESS)
