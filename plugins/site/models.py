"""Tables of the site: pages, their former addresses, states of their drafts, published versions, drawings."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hutong import Base, TenantOwned, now, tenant_foreign_key


class SitePage(TenantOwned, Base):
    """A page: its place in the site. What it says stands in drafts and versions.

    `revision` counts the changes of the draft and never goes back; `draft` is the draft as it is now.
    `published` is the number of the version that visitors see; None: they see none.
    """

    __tablename__ = "site_page"
    __table_args__ = (UniqueConstraint("tenant_id", "key"), UniqueConstraint("tenant_id", "slug"))

    key: Mapped[str] = mapped_column(String(40))
    slug: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)
    in_menu: Mapped[bool] = mapped_column(default=True)
    is_home: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    published: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    @property
    def is_deleted(self) -> bool:
        """Whether it lies in the bin."""
        return self.deleted_at is not None


class SiteFormerSlug(TenantOwned, Base):
    """A slug under which a page stood before: visitors are led on, so that printed links live on.

    It names the page that stood there last. A published page that stands there now comes first.
    """

    __tablename__ = "site_former_slug"
    __table_args__ = (
        tenant_foreign_key("page_id", "site_page", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "slug"),
    )

    slug: Mapped[str] = mapped_column(String(60))
    page_id: Mapped[uuid.UUID]


class SiteStep(TenantOwned, Base):
    """The draft as it was before a change: what "undo" goes back to. The oldest steps are dropped."""

    __tablename__ = "site_step"
    __table_args__ = (
        tenant_foreign_key("page_id", "site_page", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "page_id", "revision"),
    )

    page_id: Mapped[uuid.UUID]
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]


class SiteVersion(TenantOwned, Base):
    """What visitors see or saw. It never changes."""

    __tablename__ = "site_version"
    __table_args__ = (
        tenant_foreign_key("page_id", "site_page", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "page_id", "number"),
    )

    page_id: Mapped[uuid.UUID]
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by: Mapped[uuid.UUID | None]


class SiteArt(TenantOwned, Base):
    """A drawing that came with the template, as clean SVG: drawn inside the page, so themes colour it."""

    __tablename__ = "site_art"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    svg: Mapped[str] = mapped_column(Text)
