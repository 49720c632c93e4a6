"""The record of a template that was applied to a community which was already there."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database import OF_PERSON, Base, LocalizedText, db, now
from core.tenancy import TenantOwned


class TemplateApplication(TenantOwned, Base):
    """What was added and changed, so that it can be listed, and taken back while nobody has used it.

    `rows` names every row that came into being (table, id) with a digest of what it said; `before` and
    `after` are the tenant's own columns. After an undo, `kept` lists what stayed, and why.
    """

    __tablename__ = "template_application"

    template: Mapped[str] = mapped_column(String(60))
    title: Mapped[LocalizedText]
    applied_at: Mapped[datetime] = mapped_column(default=now)
    applied_by: Mapped[uuid.UUID | None] = mapped_column(info=OF_PERSON)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    kept: Mapped[list[Any]] = mapped_column(default=list)


def applications() -> Sequence[TemplateApplication]:
    """Those of the tenant in scope, newest first."""
    order = TemplateApplication.applied_at.desc(), TemplateApplication.id.desc()
    return db.session.scalars(select(TemplateApplication).order_by(*order)).all()


def application_by_id(application_id: uuid.UUID) -> TemplateApplication | None:
    """One of the tenant in scope."""
    return db.session.scalar(select(TemplateApplication).where(TemplateApplication.id == application_id))
