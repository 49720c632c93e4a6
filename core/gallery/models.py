"""Templates that businesses made of their own sites.

A version is never changed. Its business alone reads `SavedTemplate`; what it makes public is copied into
`SharedTemplate`, a table of the platform, so that nobody ever reads another tenant's rows.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.codes import new_code
from core.database import Base, HasId, LocalizedText, now
from core.tenancy import TenantOwned

PREFIX = "own-"
"""Begins the name of every template that a business made; no folder of the installation is called so."""


class _Version:
    """What a version is, wherever it is kept. `code` is the same for all versions of one template."""

    code: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    title: Mapped[LocalizedText]
    summary: Mapped[LocalizedText]
    author: Mapped[str] = mapped_column(String(120), default="")
    licence: Mapped[str] = mapped_column(String(20))
    lineage: Mapped[list[Any]] = mapped_column(default=list)
    """What it descends from, oldest first: name, title, author, licence."""
    size: Mapped[int]

    @declared_attr
    @classmethod
    def bundle(cls) -> Mapped[bytes]:
        """The zip; read only where it is needed."""
        return mapped_column(LargeBinary, deferred=True)

    @property
    def name(self) -> str:
        """The template's name: it stands for this version alone."""
        return f"{PREFIX}{self.code}-{self.version}"


class SavedTemplate(_Version, TenantOwned, Base):
    """A version of a template, as its business keeps it. `taken_out` counts what stayed at home, by sort."""

    __tablename__ = "saved_template"
    __table_args__ = (UniqueConstraint("tenant_id", "code", "version"),)

    taken_out: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_by: Mapped[uuid.UUID | None]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class SharedTemplate(_Version, Base, HasId):
    """A copy for everybody in this installation. The operator may take it down, with all versions."""

    __tablename__ = "shared_template"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("ix_shared_template_tenant_id", "tenant_id"),
        Index("ix_shared_template_shared_at", "shared_at"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"))
    shared_at: Mapped[datetime] = mapped_column(default=now)
    is_newest: Mapped[bool] = mapped_column(default=True)
    """The one that the gallery shows; older ones stay for who asks by name."""
    taken_down_at: Mapped[datetime | None]
    taken_down_reason: Mapped[str] = mapped_column(String(300), default="")


class TemplateUse(Base, HasId):
    """A community was made from a version, or had it applied."""

    __tablename__ = "template_use"
    __table_args__ = (
        UniqueConstraint("code", "version", "tenant_id"),
        Index("ix_template_use_tenant_id", "tenant_id"),
    )

    code: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"))
    used_at: Mapped[datetime] = mapped_column(default=now)


def new_template_code() -> str:
    """A code for a template and all its versions."""
    return new_code(10)


def code_and_version(name: str) -> tuple[str, int] | None:
    """What a name stands for; None where it is no business's template."""
    code, _, version = name.removeprefix(PREFIX).rpartition("-")
    is_one = name.startswith(PREFIX) and code.isalnum() and version.isdecimal() and len(version) < 7
    return (code, int(version)) if is_one else None
