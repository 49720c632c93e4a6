"""The outbox: a job is a row, written in the transaction of the change that asks for it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, HasId, now

_OPEN = text("done_at IS NULL AND parked_at IS NULL")
_WAITS = text("waits_for IS NOT NULL")


class OutboxJob(Base, HasId):
    """One piece of work. `kind` names its handler; `key`, where given, lets it in only once.

    It is open until `done_at`, or `parked_at` after too many failures. While a runner works on it,
    `claimed_until` lies in the future; a runner that dies lets go of it at that time. One whose tool is not
    there is parked without a failure: `waits_for` names the tool, and it is open again when that is back.
    """

    __tablename__ = "outbox_job"
    __table_args__ = (
        Index("ix_outbox_job_due", "run_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outbox_job_kind", "kind", "created_at"),
        Index("ix_outbox_job_waits_for", "waits_for", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    tenant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("tenant.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(8), default="zh")
    created_at: Mapped[datetime] = mapped_column(default=now)
    run_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(String(500), default="")
    waits_for: Mapped[str | None] = mapped_column(String(40))
