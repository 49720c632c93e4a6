"""Versions: what visitors see, and saw."""

import uuid

from hutong import db, record_act, touch_tenant
from plugins.site.content import parse_content
from plugins.site.models import SitePage, SiteVersion
from plugins.site.operations.drafts import save_draft
from plugins.site.operations.faults import SiteError
from plugins.site.queries import newest_number, page_by_id, version


def publish_page(*, page: SitePage, by: uuid.UUID | None) -> SiteVersion:
    """Freeze the draft as the version that visitors see."""
    frozen = freeze_draft(page=page, by=by)
    record_act(
        stage="service", verb="publish", plugin="site", object_kind="page", object_id=page.id, person_id=by
    )
    touch_tenant(tenant_id=page.tenant_id)
    return frozen


def freeze_draft(*, page: SitePage, by: uuid.UUID | None) -> SiteVersion:
    """The draft as the next version, in force; nobody is told yet."""
    locked = page_by_id(page.id, lock=True)
    assert locked is not None
    number = newest_number(page.id) + 1
    frozen = SiteVersion(page_id=page.id, number=number, content=page.draft, published_by=by)
    db.session.add(frozen)
    page.published = frozen.number
    db.session.flush()
    return frozen


def withdraw_page(*, page: SitePage) -> None:
    """Visitors no longer see the page; its versions stay. Raises `SiteError` ``home`` for the home page."""
    if page.is_home:
        raise SiteError("home")
    page.published = None
    touch_tenant(tenant_id=page.tenant_id)


def discard_draft(*, page: SitePage) -> None:
    """Go back to what visitors see; undo brings the draft back. Raises `SiteError` ``unpublished``."""
    seen = version(page.id, page.published)
    if seen is None:
        raise SiteError("unpublished")
    save_draft(page=page, content=parse_content(seen.content))


def bring_back_version(*, page: SitePage, number: int) -> None:
    """Make an earlier version the draft. Raises `SiteError` ``version``."""
    earlier = version(page.id, number)
    if earlier is None:
        raise SiteError("version")
    save_draft(page=page, content=parse_content(earlier.content))
