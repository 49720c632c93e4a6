"""Reads about share links of the tenant in scope."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from core.database import db
from core.plugin_manager import plugins
from core.plugin_types import ShareTarget
from core.sharing.models import ShareLink

if TYPE_CHECKING:
    from core.tenants.info import TenantInfo


def link_by_code(code: str) -> ShareLink | None:
    """The link with this code."""
    return db.session.scalar(select(ShareLink).where(ShareLink.code == code.lower()))


def links_of(object_id: UUID) -> Sequence[ShareLink]:
    """The links that lead to an object, oldest first."""
    return db.session.scalars(
        select(ShareLink).where(ShareLink.object_id == object_id).order_by(ShareLink.id)
    ).all()


def target_of(tenant: "TenantInfo", link: ShareLink) -> ShareTarget | None:
    """What a link leads to, as its plugin tells; None while the plugin is off or the object is gone."""
    targets: list[ShareTarget] = plugins().gather_items(tenant, "share_targets", object_id=link.object_id)
    return next((target for target in targets if target.id == link.object_id), None)
