"""Tables about tenants. They are global: the engine reads them before it knows whose request it serves."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, HasId, LocalizedText, now


class Plan(Base, HasId):
    """What a tenant may use. Plans are data that the operator edits."""

    __tablename__ = "plan"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[LocalizedText]
    description: Mapped[LocalizedText] = mapped_column(default=dict)
    seats: Mapped[int] = mapped_column(default=50)
    is_default: Mapped[bool] = mapped_column(default=False)


class Tenant(Base, HasId):
    """One business and its community."""

    __tablename__ = "tenant"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[LocalizedText]
    scenario: Mapped[str] = mapped_column(String(40), default="")
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["zh"])
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    status: Mapped[str] = mapped_column(String(12), default="trial", index=True)
    suspended_reason: Mapped[str] = mapped_column(String(300), default="")
    trial_ends_at: Mapped[datetime | None]
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan.id"))
    seats_taken: Mapped[int] = mapped_column(default=0)
    plugins: Mapped[list[str]] = mapped_column(default=list)
    paused: Mapped[dict[str, Any]] = mapped_column(default=dict)
    theme: Mapped[dict[str, Any]] = mapped_column(default=dict)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)


class TenantAddress(Base, HasId):
    """A name or host a tenant answers to. Old ones stay and redirect, so that printed codes live on."""

    __tablename__ = "tenant_address"
    __table_args__ = (
        UniqueConstraint("host", "slug"),
        Index("ix_tenant_address_tenant_id", "tenant_id"),
        Index(
            "uq_tenant_address_current",
            "tenant_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    host: Mapped[str] = mapped_column(String(255), default="")
    slug: Mapped[str] = mapped_column(String(40), default="")
    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"))
    is_current: Mapped[bool] = mapped_column(default=True)


class AbuseReport(Base, HasId):
    """Somebody says that a community misuses the installation; the operator reads it."""

    __tablename__ = "abuse_report"

    tenant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(2000), default="")
    template: Mapped[str] = mapped_column(String(30), default="")
    """Name of the template it is about, which this community made; empty: about the community itself."""
    reported_at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]
