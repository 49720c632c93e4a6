"""Reads of the site."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from hutong import db
from plugins.site.content import PageContent, parse_content
from plugins.site.models import SiteArt, SiteFormerSlug, SitePage, SiteStep, SiteVersion


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """Where a published page stands: all that serving it from what is kept needs."""

    id: uuid.UUID
    slug: str
    is_home: bool


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A published page as visitors see it."""

    id: uuid.UUID
    key: str
    slug: str
    is_home: bool
    in_menu: bool
    title: Mapping[str, str]
    content: Mapping[str, Any]

    def parsed(self) -> PageContent:
        """Its content as typed blocks."""
        return parse_content(self.content)


def published_pages() -> list[PublicPage]:
    """Every published page with its content, in order: all that drawing one page needs, in one query."""
    rows = db.session.execute(
        select(SitePage, SiteVersion.content)
        .join(SiteVersion, and_(SiteVersion.page_id == SitePage.id, SiteVersion.number == SitePage.published))
        .where(SitePage.deleted_at.is_(None))
        .order_by(SitePage.position, SitePage.id)
    )
    return [
        PublicPage(
            page.id, page.key, page.slug, page.is_home, page.in_menu, content.get("title", {}), content
        )
        for page, content in rows
    ]


def published_place(slug: str | None) -> PublishedPlace | None:
    """The published page at a slug, or the home page, without what it says."""
    where = SitePage.is_home if slug is None else SitePage.slug == slug
    return _place(_published_places().where(where))


def place_led_to(slug: str) -> PublishedPlace | None:
    """The published page that stood at a slug before."""
    former = _published_places().join(SiteFormerSlug, SiteFormerSlug.page_id == SitePage.id)
    return _place(former.where(SiteFormerSlug.slug == slug))


def _published_places() -> Select[uuid.UUID, str, bool]:
    return (
        select(SitePage.id, SitePage.slug, SitePage.is_home)
        .where(SitePage.published.is_not(None), SitePage.deleted_at.is_(None))
        .order_by(SitePage.id)
    )


def _place(places: Select[uuid.UUID, str, bool]) -> PublishedPlace | None:
    row = db.session.execute(places).first()
    return PublishedPlace(*row) if row else None


def former_slug(slug: str) -> SiteFormerSlug | None:
    """Which page a slug led to before, if any."""
    return db.session.scalar(select(SiteFormerSlug).where(SiteFormerSlug.slug == slug))


def pages(*, in_bin: bool = False) -> Sequence[SitePage]:
    """The pages as the console lists them, or those in the bin."""
    gone = SitePage.deleted_at.is_not(None) if in_bin else SitePage.deleted_at.is_(None)
    return db.session.scalars(select(SitePage).where(gone).order_by(SitePage.position, SitePage.id)).all()


def page_by_id(page_id: uuid.UUID, *, lock: bool = False) -> SitePage | None:
    """A page, also one in the bin; `lock` holds other writers off until the transaction ends."""
    query = select(SitePage).where(SitePage.id == page_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def page_by_key(key: str) -> SitePage | None:
    """A page by the name under which links know it, also one in the bin."""
    return db.session.scalar(select(SitePage).where(SitePage.key == key))


def home_page() -> SitePage | None:
    """The first page of the site."""
    return db.session.scalar(
        select(SitePage).where(SitePage.is_home, SitePage.deleted_at.is_(None)).order_by(SitePage.id)
    )


def taken_slugs() -> set[str]:
    """Addresses that are in use, those of the bin included."""
    return set(db.session.scalars(select(SitePage.slug)))


def version(page_id: uuid.UUID, number: int | None) -> SiteVersion | None:
    """A published version of a page."""
    return db.session.scalar(
        select(SiteVersion).where(SiteVersion.page_id == page_id, SiteVersion.number == number)
    )


def versions(page_id: uuid.UUID) -> Sequence[SiteVersion]:
    """All versions of a page, newest first."""
    return db.session.scalars(
        select(SiteVersion).where(SiteVersion.page_id == page_id).order_by(SiteVersion.number.desc())
    ).all()


def newest_number(page_id: uuid.UUID) -> int:
    """The number of the newest version; 0: there is none yet."""
    newest = select(func.max(SiteVersion.number)).where(SiteVersion.page_id == page_id)
    return db.session.scalar(newest) or 0


def published_contents() -> dict[uuid.UUID, Mapping[str, Any]]:
    """The published content of each page that has one, for comparing drafts with it."""
    return {page.id: page.content for page in published_pages()}


def last_step(page_id: uuid.UUID) -> SiteStep | None:
    """The state to which undo goes back."""
    return db.session.scalar(
        select(SiteStep).where(SiteStep.page_id == page_id).order_by(SiteStep.revision.desc()).limit(1)
    )


def step_at(page_id: uuid.UUID, revision: int) -> SiteStep | None:
    """The draft as it was at a revision."""
    return db.session.scalar(
        select(SiteStep).where(SiteStep.page_id == page_id, SiteStep.revision == revision)
    )


def drawings(names: Iterable[str] | None = None) -> dict[str, str]:
    """Drawings by name: all, or only these."""
    query = select(SiteArt.name, SiteArt.svg).order_by(SiteArt.name)
    if names is not None:
        query = query.where(SiteArt.name.in_(sorted(names)))
    return {row.name: row.svg for row in db.session.execute(query)}


def menu_titles() -> list[tuple[SitePage, Mapping[str, str]]]:
    """Published pages of the menu with the titles that visitors see, in order."""
    rows = db.session.execute(
        select(SitePage, SiteVersion.content)
        .join(SiteVersion, and_(SiteVersion.page_id == SitePage.id, SiteVersion.number == SitePage.published))
        .where(SitePage.deleted_at.is_(None), or_(SitePage.in_menu, SitePage.is_home))
        .order_by(SitePage.position, SitePage.id)
    )
    return [(page, content.get("title", {})) for page, content in rows]


def photo_codes() -> set[str]:
    """Codes of all photos in drafts, those of the bin included, and in what visitors see."""
    contents = [*(page.draft for page in (*pages(), *pages(in_bin=True))), *published_contents().values()]
    return {code for content in contents for code in parse_content(content).photos()}
