"""Whole pages: they come, are placed and ordered, go to the bin, come back or go for good."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hutong import current_tenant_id, db, new_code, now, touch_tenant
from plugins.site.content import PageContent
from plugins.site.models import SiteArt, SiteFormerSlug, SitePage
from plugins.site.operations.faults import SiteError
from plugins.site.operations.versions import freeze_draft
from plugins.site.queries import former_slug, home_page, newest_number, pages


def plant_page(
    *, key: str, slug: str, content: PageContent, in_menu: bool, is_home: bool, published: bool = True
) -> SitePage:
    """A page that is published from the start, unless it is a draft: what a template brings."""
    page = _new_page(key=key, slug=slug, content=content, in_menu=in_menu, is_home=is_home)
    if published:
        freeze_draft(page=page, by=None)
    touch_tenant(tenant_id=page.tenant_id)
    return page


def create_page(*, title: Mapping[str, str], content: PageContent | None = None) -> SitePage:
    """A new draft at the end of the list, empty or with a copy of `content`."""
    key = new_code(8)
    fresh = PageContent(
        title=dict(title),
        description=content.description if content else {},
        image=content.image if content else "",
        blocks=content.blocks if content else (),
    )
    return _new_page(key=key, slug=key, content=fresh, in_menu=True, is_home=home_page() is None)


def _new_page(*, key: str, slug: str, content: PageContent, in_menu: bool, is_home: bool) -> SitePage:
    page = SitePage(
        key=key,
        slug=slug,
        in_menu=in_menu,
        is_home=is_home,
        position=max((other.position for other in pages()), default=-1) + 1,
        draft=content.stored(),
    )
    db.session.add(page)
    db.session.flush()
    return page


def place_page(*, page: SitePage, slug: str, in_menu: bool) -> None:
    """Set where a page stands; where visitors could find it before leads there from now on.

    Raises `SiteError` ``taken`` where another page has the slug, also one in the bin.
    """
    before = page.slug
    try:
        with db.session.begin_nested():
            page.slug = slug
            page.in_menu = in_menu
    except IntegrityError as error:
        raise SiteError("taken") from error
    if slug != before and newest_number(page.id):
        _remember_slug(before, page)
    touch_tenant(tenant_id=page.tenant_id)


def _remember_slug(slug: str, page: SitePage) -> None:
    former = former_slug(slug) or SiteFormerSlug(slug=slug)
    former.page_id = page.id
    db.session.add(former)
    db.session.flush()


def make_home(*, page: SitePage) -> None:
    """Make a page the first of the site. Raises `SiteError` ``unpublished`` while visitors cannot see it."""
    if page.published is None:
        raise SiteError("unpublished")
    for other in pages():
        other.is_home = other.id == page.id
    touch_tenant(tenant_id=page.tenant_id)


def order_pages(*, keys: Sequence[str]) -> None:
    """Bring the pages into the order of `keys`; a page that is not named stays behind the others."""
    listed = list(pages())
    rank = {key: number for number, key in enumerate(keys)}
    ordered = sorted(listed, key=lambda page: rank.get(page.key, len(rank) + listed.index(page)))
    for position, page in enumerate(ordered):
        page.position = position
    touch_tenant(tenant_id=current_tenant_id(db.session()))


def bin_page(*, page: SitePage) -> None:
    """Put a page into the bin. Raises `SiteError` ``home`` for the home page."""
    if page.is_home:
        raise SiteError("home")
    page.deleted_at = now()
    touch_tenant(tenant_id=page.tenant_id)


def restore_page(*, page: SitePage) -> None:
    """Take a page out of the bin, as it was."""
    page.deleted_at = None
    touch_tenant(tenant_id=page.tenant_id)


def erase_page(*, page: SitePage) -> None:
    """Delete a page of the bin for good, with all that hangs on it. The ledger stays as it is."""
    db.session.execute(delete(SitePage).where(SitePage.id == page.id, SitePage.deleted_at.is_not(None)))
    touch_tenant(tenant_id=page.tenant_id)


def keep_drawing(*, name: str, svg: str) -> None:
    """Keep a cleaned drawing under its name."""
    db.session.add(SiteArt(name=name, svg=svg))
    db.session.flush()
