"""Writes about share links."""

import uuid

from sqlalchemy import update

from core.codes import new_code
from core.database import db, insert_with_conflicts, now
from core.plugin_types import ShareTarget
from core.sharing.models import ShareLink
from core.sharing.queries import link_shared_by, links_of
from core.tenancy import current_tenant_id

PERSONAL = uuid.UUID("2c7a1d0e-8a6b-5a5e-b6b4-0d3f7c1e9a42")
"""Namespace of the ids of personal links: whose it is and where it leads, say its id."""


def create_link(
    *,
    plugin: str,
    object_kind: str,
    object_id: uuid.UUID,
    channel: str = "",
    created_by: uuid.UUID | None = None,
    shared_by: uuid.UUID | None = None,
) -> ShareLink:
    """A new code for an object; with `shared_by` it is somebody's personal one."""
    link = ShareLink(
        plugin=plugin,
        object_kind=object_kind,
        object_id=object_id,
        channel=channel,
        created_by=created_by,
        shared_by=shared_by,
    )
    db.session.add(link)
    db.session.flush()
    return link


def first_link(*, plugin: str, object_kind: str, object_id: uuid.UUID) -> ShareLink:
    """The object's first link, made if it has none: what a new object is shared by. Safe to repeat."""
    links = links_of(object_id)
    return links[0] if links else create_link(plugin=plugin, object_kind=object_kind, object_id=object_id)


def personal_link_of(
    person_id: uuid.UUID, *, plugin: str, object_kind: str, object_id: uuid.UUID
) -> ShareLink:
    """The link by which a person shares an object, made if they have none; safe in parallel.

    Two requests at once write one row, because its id follows from whose it is. Who was merged from two
    people may have two: the older one is given, both work.
    """
    found = link_shared_by(person_id, object_id)
    if found is not None:
        return found
    tenant_id = current_tenant_id(db.session())
    db.session.execute(
        insert_with_conflicts(ShareLink)
        .values(
            tenant_id=tenant_id,
            id=uuid.uuid5(PERSONAL, f"{tenant_id}:{person_id}:{object_id}"),
            code=new_code(),
            plugin=plugin,
            object_kind=object_kind,
            object_id=object_id,
            created_by=person_id,
            shared_by=person_id,
            created_at=now(),
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
    )
    made = link_shared_by(person_id, object_id)
    assert made is not None
    return made


def rename_link(*, link: ShareLink, channel: str) -> None:
    """Name the place a link hangs at."""
    link.channel = channel


def retarget_link(*, link: ShareLink, target: ShareTarget) -> None:
    """Let a printed code lead elsewhere from now on; what was counted stays with the old object."""
    link.plugin = target.plugin
    link.object_kind = target.kind
    link.object_id = target.id
    link.ended_at = None


def end_links_of(plugin: str) -> None:
    """The data of a tool is deleted: its codes stay, and say that what they led to is no longer here."""
    db.session.execute(
        update(ShareLink)
        .where(ShareLink.plugin == plugin, ShareLink.ended_at.is_(None))
        .values(ended_at=now())
        .execution_options(synchronize_session=False)
    )


def retire_link(*, link: ShareLink) -> None:
    """Take a link off the lists. Its code goes on working, because it may be printed somewhere."""
    link.retired_at = now()


def restore_link(*, link: ShareLink) -> None:
    """Undo `retire_link`."""
    link.retired_at = None
