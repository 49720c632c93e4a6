"""Writes about share links."""

from uuid import UUID

from core.database import db
from core.sharing.models import ShareLink


def create_link(
    *, plugin: str, object_kind: str, object_id: UUID, channel: str = "", created_by: UUID | None = None
) -> ShareLink:
    """A new code for an object. Codes are random; a clash inside the tenant raises IntegrityError."""
    link = ShareLink(
        plugin=plugin, object_kind=object_kind, object_id=object_id, channel=channel, created_by=created_by
    )
    db.session.add(link)
    db.session.flush()
    return link
