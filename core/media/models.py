"""What is known about a photo; the files lie in ``home/media/<tenant>/<code>-<width>.webp``."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.codes import new_code
from core.database import Base, now
from core.tenancy import TenantOwned


class MediaFile(TenantOwned, Base):
    """A photo. `widths` are the sizes it was drawn in, smallest first; `width` and `height` the largest."""

    __tablename__ = "media_file"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    code: Mapped[str] = mapped_column(String(16), default=lambda: new_code(12))
    name: Mapped[str] = mapped_column(String(120), default="")
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[Any]]
    size: Mapped[int]
    uploaded_by: Mapped[uuid.UUID | None]
    uploaded_at: Mapped[datetime] = mapped_column(default=now)

    def snapshot(self) -> "Photo":
        """The photo as templates and plugins see it."""
        return Photo(self.code, self.name, self.width, self.height, tuple(self.widths))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that can be shown."""

    code: str
    name: str
    width: int
    height: int
    widths: tuple[int, ...]

    def nearest(self, width: int) -> int:
        """The smallest kept width that is at least `width`, else the largest."""
        return next((kept for kept in self.widths if kept >= width), self.widths[-1])
