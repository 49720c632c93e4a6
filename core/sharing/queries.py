"""Reads about share links of the tenant in scope."""

import uuid
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlsplit

from flask import request
from sqlalchemy import Select, func, select

from core.database import db
from core.plugin_manager import plugins
from core.plugin_types import ShareTarget
from core.sharing.models import ShareLink
from core.tenants.info import TenantInfo
from core.urls import public_url


def link_by_code(code: str) -> ShareLink | None:
    """The link with this code, typed in any case."""
    return db.session.scalar(select(ShareLink).where(ShareLink.code == code.lower()))


def link_by_id(link_id: uuid.UUID) -> ShareLink | None:
    """A link of this tenant."""
    return db.session.scalar(select(ShareLink).where(ShareLink.id == link_id))


def links_of(object_id: uuid.UUID) -> Sequence[ShareLink]:
    """The links in use that lead to an object, oldest first; without the personal ones, which may be many."""
    return db.session.scalars(
        select(ShareLink)
        .where(
            ShareLink.object_id == object_id,
            ShareLink.retired_at.is_(None),
            ShareLink.shared_by.is_(None),
        )
        .order_by(ShareLink.id)
    ).all()


def link_shared_by(person_id: uuid.UUID, object_id: uuid.UUID) -> ShareLink | None:
    """Somebody's personal link to an object; the older where two people were merged into them."""
    return db.session.scalar(
        select(ShareLink)
        .where(ShareLink.shared_by == person_id, ShareLink.object_id == object_id)
        .order_by(ShareLink.created_at, ShareLink.id)
        .limit(1)
    )


def personal_links(object_id: uuid.UUID) -> Select[uuid.UUID]:
    """The ids of the personal links that lead to an object."""
    return select(ShareLink.id).where(ShareLink.object_id == object_id, ShareLink.shared_by.is_not(None))


def personal_links_count(object_id: uuid.UUID) -> int:
    """How many people have a link of their own to an object."""
    return db.session.scalar(select(func.count()).select_from(personal_links(object_id).subquery())) or 0


def all_links() -> Sequence[ShareLink]:
    """Every link in use, oldest first; without the personal ones."""
    return db.session.scalars(
        select(ShareLink)
        .where(ShareLink.retired_at.is_(None), ShareLink.shared_by.is_(None))
        .order_by(ShareLink.id)
    ).all()


def link_in_use(code: str | None = None) -> ShareLink | None:
    """The link a reader came by: `code`, else what `asked_via` says. An unknown code is nobody's."""
    code = code or asked_via()
    return link_by_code(code) if 4 <= len(code) <= 12 else None


def asked_via() -> str:
    """The code in ``via`` of this request, else of the page the reader came from; nothing is looked up.

    Pages are kept for everybody and cannot carry one reader's ``via`` in their links; the browser says
    within one site which page a reader came from.
    """
    return request.values.get("via", "") or _via_of_page_before()


def _via_of_page_before() -> str:
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or not before.path.startswith(f"{request.script_root}/"):
        return ""
    return next(iter(parse_qs(before.query).get("via", [])), "")


def share_address(tenant: TenantInfo, link: ShareLink) -> str:
    """The short address that is printed and sent."""
    return public_url(tenant, "sharing.follow", code=link.code, lang=None)


def target_by_id(tenant: TenantInfo, object_id: uuid.UUID) -> ShareTarget | None:
    """The object with this id, as its plugin tells; None while the plugin is off or the object is gone."""
    return asked_target(tenant, object_id)[0]


def asked_target(tenant: TenantInfo, object_id: uuid.UUID) -> tuple[ShareTarget | None, set[str]]:
    """The object with this id, and the tools that answered the question.

    One that is off, not installed, paused or at fault did not answer: it may know the object.
    """
    answers = plugins().gather(tenant, "share_targets", object_id=object_id)
    targets: Iterable[ShareTarget] = (target for _, found in answers for target in found)
    found = next((target for target in targets if target.id == object_id), None)
    return found, {name for name, _ in answers}
