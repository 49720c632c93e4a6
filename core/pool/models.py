"""Tags, who carries them, and saved segments."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, now
from core.tenancy import TenantOwned, tenant_foreign_key, tenant_relationship

_IN_USE = text("deleted_at IS NULL")


COLOURS = ("brick", "lantern", "pine", "glaze", "plum")
"""What a tag may be painted with: names of tokens of the console, which have a light and a dark half."""


class Tag(TenantOwned, Base):
    """A word that the shop puts on people. Deleted ones stay until their undo is out of reach."""

    __tablename__ = "tag"
    __table_args__ = (
        Index(
            "uq_tag_name",
            "tenant_id",
            "name",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    name: Mapped[str] = mapped_column(String(40))
    colour: Mapped[str] = mapped_column(String(12), default="brick")
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Tagging(TenantOwned, Base):
    """Somebody carries a tag; one row for each of the two, whether it is on or was taken off.

    A *step* is one thing that somebody did to one person or to many; its undo finds its rows by it.
    Rows are handed out with a person's data and deleted when they are forgotten.
    """

    goes_with_person = True

    __tablename__ = "tagging"
    __table_args__ = (
        tenant_foreign_key("tag_id", "tag", ondelete="CASCADE"),
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "tag_id", "person_id"),
        Index("ix_tagging_person", "tenant_id", "person_id", "tag_id", "taken_off"),
        Index("ix_tagging_step", "tenant_id", "step"),
    )

    tag_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    step: Mapped[uuid.UUID]
    """The last step that put it on or took it off."""
    changed_at: Mapped[datetime] = mapped_column(default=now)
    taken_off: Mapped[bool] = mapped_column(default=False)
    tag: Mapped[Tag] = tenant_relationship("Tagging", "Tag", "tag_id", viewonly=True)

    def in_words(self) -> dict[str, Any]:
        """What is handed out with a person's data."""
        return {"tag": self.tag.name, "carried": not self.taken_off, "changed_at": self.changed_at}


class Segment(TenantOwned, Base):
    """A name for people who fit some rules, today and whenever it is asked. `version` counts its edits."""

    __tablename__ = "segment"

    name: Mapped[str] = mapped_column(String(60))
    rules: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
