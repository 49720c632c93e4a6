"""Tables that remember what importing and merging did, so that it can be undone."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import HARMLESS, NOT_MOVED, PERSONAL, Base, now
from core.tenancy import TenantOwned, tenant_foreign_key


class PersonImport(TenantOwned, Base):
    """A file of people on its way in.

    `state`: ``preview`` while its owner looks at it, ``queued`` and ``working``, ``done``, ``undone``; or
    ``failed``. Nothing in it tells about a person; its file goes with the import, or a day after its arrival.
    """

    __tablename__ = "person_import"
    __table_args__ = (Index("ix_person_import_created", "tenant_id", "created_at"),)

    file_name: Mapped[str] = mapped_column(String(120), default="")
    encoding: Mapped[str] = mapped_column(String(16))
    has_header: Mapped[bool] = mapped_column(default=True)
    fields: Mapped[list[str]] = mapped_column(default=list)
    """What each column is: ``name``, ``phone``, … or empty."""
    tag: Mapped[str] = mapped_column(String(40), default="")
    """A tag that everybody in the file gets."""
    state: Mapped[str] = mapped_column(String(8), default="preview")
    rows: Mapped[int] = mapped_column(default=0)
    planned: Mapped[int] = mapped_column(default=0)
    """Rows that the job has looked at so far."""
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many rows came out as what (`importing.Outcome`)."""
    faults: Mapped[list[Any]] = mapped_column(default=list)
    """``[line, what is wrong]`` of the first rows that cannot come in."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    imported_by: Mapped[uuid.UUID | None]
    agreed_at: Mapped[datetime | None]
    """When `imported_by` said that these people agreed to be kept."""
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class PersonImportFile(TenantOwned, Base):
    """What was uploaded, until it is imported."""

    __tablename__ = "person_import_file"
    __table_args__ = (
        tenant_foreign_key("import_id", "person_import", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "import_id"),
    )

    import_id: Mapped[uuid.UUID]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PersonImportRow(TenantOwned, Base):
    """What one row of a file does to whom: written before it is done, kept as long as it can be undone."""

    __tablename__ = "person_import_row"
    __table_args__ = (
        tenant_foreign_key("import_id", "person_import", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "import_id", "line"),
        Index("ix_person_import_row_person", "tenant_id", "person_id"),
    )

    import_id: Mapped[uuid.UUID]
    line: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    """Without a foreign key: somebody new is planned before they are there."""
    outcome: Mapped[str] = mapped_column(String(8), info=HARMLESS)
    """``new``, or ``known``: somebody who was here already."""
    given: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    """What the row brings, by field; for somebody known only what they had not. `tags` are names."""


class PersonMerge(TenantOwned, Base):
    """Two people who turned out to be one: `gone_id` is now `person_id`."""

    __tablename__ = "person_merge"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        tenant_foreign_key("gone_id", "person", ondelete="CASCADE"),
        Index("ix_person_merge_person", "tenant_id", "person_id"),
        Index("ix_person_merge_gone", "tenant_id", "gone_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    gone_id: Mapped[uuid.UUID] = mapped_column(info=NOT_MOVED)
    merged_at: Mapped[datetime] = mapped_column(default=now)
    merged_by: Mapped[uuid.UUID | None]
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PERSONAL)
    """``kept`` and ``gone`` as they were, and ``made``: what the merging made of the kept one."""
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict, info=HARMLESS)
    """Ids of the rows that were re-pointed, by ``table.attribute``."""
    tools: Mapped[list[str]] = mapped_column(default=list, info=HARMLESS)
    """Whose `people_merged` was called."""


class NotTheSame(TenantOwned, Base):
    """Two people who look like one and are two; the smaller id first."""

    __tablename__ = "person_not_the_same"
    __table_args__ = (
        tenant_foreign_key("person_id", "person", ondelete="CASCADE"),
        tenant_foreign_key("other_id", "person", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "person_id", "other_id"),
    )

    person_id: Mapped[uuid.UUID]
    other_id: Mapped[uuid.UUID]
    said_by: Mapped[uuid.UUID | None]
