"""What the complaint box offers to the rest of the house."""

from collections.abc import Iterator
from uuid import UUID

from hutong import ShareTarget, TenantInfo, interface_language, public_url
from plugins.complaint.queries import boxes, keyring


def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterator[ShareTarget]:
    """Every box, or the one asked for; a draft until somebody can read what is written."""
    is_set_up = keyring() is not None
    for box in boxes():
        if object_id in (None, box.id):
            yield ShareTarget(
                plugin="complaint",
                kind="box",
                id=box.id,
                title=tenant.text(box.title, interface_language()),
                url=public_url(tenant, "complaint.choose", code=box.code),
                key=box.starter_key or box.code,
                state=box.state if is_set_up else "draft",  # type: ignore[arg-type]
                icon="mail",
            )
