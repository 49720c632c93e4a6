"""Tables of flyers: a flyer with its draft, and what was published of it. No table tells of a person."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, TenantOwned, new_code, now, tenant_foreign_key


class Flyer(TenantOwned, Base):
    """A flyer. What it says stands in the draft and in versions (`content.FlyerContent`).

    `published` is the number of the version that customers see; None: they see none. `versions` counts those
    that were made. `key` is its name in a template, and what pages of other tools call it by.
    """

    __tablename__ = "flyer_flyer"
    __table_args__ = (UniqueConstraint("tenant_id", "code"), UniqueConstraint("tenant_id", "key"))

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    key: Mapped[str] = mapped_column(String(40))
    draft: Mapped[dict[str, Any]]
    published: Mapped[int | None]
    versions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    @property
    def is_deleted(self) -> bool:
        """Whether it lies in the bin."""
        return self.deleted_at is not None


class FlyerVersion(TenantOwned, Base):
    """What customers see or saw; it never changes."""

    __tablename__ = "flyer_version"
    __table_args__ = (
        tenant_foreign_key("flyer_id", "flyer_flyer", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "flyer_id", "number"),
    )

    flyer_id: Mapped[uuid.UUID]
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)
