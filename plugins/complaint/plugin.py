"""Complaint box: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import Blueprint

from hutong import Manifest, ShareTarget, TenantInfo, hookimpl
from plugins.complaint import offers
from plugins.complaint.console import blueprint as console
from plugins.complaint.public import blueprint as public


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="complaint",
        title={"zh": "投诉信箱", "en": "Complaint box"},
        summary={
            "zh": "客人有话敢说，您按时回话。",
            "en": "Customers dare to say it; you answer in time.",
        },
        icon="mail",
        console_endpoint="complaint_console.index",
        order=30,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The writer's side and the business's."""
    return (public, console)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Boxes."""
    return offers.share_targets(tenant, object_id)
