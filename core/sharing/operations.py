"""Writes about share links."""

import uuid

from core.database import db, now
from core.plugin_types import ShareTarget
from core.sharing.models import ShareLink
from core.sharing.queries import links_of


def create_link(
    *,
    plugin: str,
    object_kind: str,
    object_id: uuid.UUID,
    channel: str = "",
    created_by: uuid.UUID | None = None,
) -> ShareLink:
    """A new code for an object."""
    link = ShareLink(
        plugin=plugin,
        object_kind=object_kind,
        object_id=object_id,
        channel=channel,
        created_by=created_by,
    )
    db.session.add(link)
    db.session.flush()
    return link


def first_link(*, plugin: str, object_kind: str, object_id: uuid.UUID) -> ShareLink:
    """The object's first link, made if it has none: what a new object is shared by. Safe to repeat."""
    links = links_of(object_id)
    return links[0] if links else create_link(plugin=plugin, object_kind=object_kind, object_id=object_id)


def rename_link(*, link: ShareLink, channel: str) -> None:
    """Name the place a link hangs at."""
    link.channel = channel


def retarget_link(*, link: ShareLink, target: ShareTarget) -> None:
    """Let a printed code lead elsewhere from now on; what was counted stays with the old object."""
    link.plugin = target.plugin
    link.object_kind = target.kind
    link.object_id = target.id


def retire_link(*, link: ShareLink) -> None:
    """Take a link off the lists. Its code goes on working, because it may be printed somewhere."""
    link.retired_at = now()


def restore_link(*, link: ShareLink) -> None:
    """Undo `retire_link`."""
    link.retired_at = None
