"""The append-only ledger."""

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import NOT_MOVED, Base, now
from core.tenancy import TenantOwned

Stage = Literal["seen", "intent", "order", "service", "repeat", "spread", "back"]
"""Where in the loop an act stands; ``back`` is outside: it tells of another one that was taken back."""


class Act(TenantOwned, Base):
    """One line: something a person or visitor did, `times` times (scans and visits are batched).

    0 times: it was taken back. The line stays, and nothing counts it.

    It refers to persons, links and objects by id without foreign keys: the ledger outlives what it names.
    """

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_object", "tenant_id", "object_id", "verb"),
        Index("ix_act_link", "tenant_id", "share_link_id", "verb"),
        Index("ix_act_time", "tenant_id", "at"),
        # Holds all that the loop is measured and people are looked for by, in the order it is read.
        Index(
            "ix_act_person",
            *("tenant_id", "person_id", "stage", "at", "share_link_id", "times", "plugin", "verb"),
        ),
    )

    at: Mapped[datetime] = mapped_column(default=now)
    stage: Mapped[str] = mapped_column(String(8))
    verb: Mapped[str] = mapped_column(String(24))
    plugin: Mapped[str] = mapped_column(String(40), default="")
    object_kind: Mapped[str] = mapped_column(String(40), default="")
    object_id: Mapped[uuid.UUID | None] = mapped_column(info=NOT_MOVED)
    person_id: Mapped[uuid.UUID | None]
    share_link_id: Mapped[uuid.UUID | None]
    times: Mapped[int] = mapped_column(default=1)
