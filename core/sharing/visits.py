"""Counting visits and starts of shared objects, with the share link they came by."""

import uuid

from core.acts.counting import count_sighting
from core.sharing.queries import link_in_use


def count_visit(*, plugin: str, object_kind: str, object_id: uuid.UUID) -> None:
    """Count that somebody opened an object; called by a public page before it is served from what is kept."""
    link = link_in_use()
    count_sighting(
        verb="visit",
        plugin=plugin,
        object_kind=object_kind,
        object_id=object_id,
        share_link_id=link.id if link else None,
    )
