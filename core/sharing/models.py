"""The share link."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.codes import new_code
from core.database import NOT_MOVED, Base, now
from core.tenancy import TenantOwned


class ShareLink(TenantOwned, Base):
    """A printed or sent way to an object. It grants nothing; its target can be changed.

    The target is named by plugin, kind and id; only the plugin can turn that into an address. A personal
    link says whose it is (`shared_by`): who comes by it was sent by that person. `ended_at` is when the
    tool's data was deleted: what it led to does not come back.
    """

    __tablename__ = "share_link"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        Index("ix_share_link_object", "tenant_id", "object_id"),
        Index("ix_share_link_shared_by", "tenant_id", "shared_by", "object_id"),
    )

    code: Mapped[str] = mapped_column(String(12), default=new_code)
    plugin: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    channel: Mapped[str] = mapped_column(String(60), default="")
    created_by: Mapped[uuid.UUID | None]
    shared_by: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
