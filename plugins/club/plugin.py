"""Customer club: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from hutong import Manifest, MenuEntry, ShareTarget, Starter, TenantInfo, hookimpl
from plugins.club import offering
from plugins.club.console import blueprint as console
from plugins.club.public import blueprint as public
from plugins.club.starter import apply_starter, export_starter


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="club",
        title={"zh": "客户俱乐部", "en": "Customer club"},
        summary={
            "zh": "一张会员卡，积分、优惠券、会员，老客带新客。",
            "en": "A card, points, coupons and memberships; customers bring customers.",
        },
        icon="card",
        console_endpoint="club_console.index",
        order=25,
        permissions={"club.serve": {"zh": "在柜台扫卡、记账、核销", "en": "Serve cards at the counter"}},
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The customer's side and the business's."""
    return (public, console)


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """The club."""
    return offering.menu_entries(tenant, language)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """The club's page."""
    return offering.share_targets(tenant, object_id)


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's club."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's club as a template has it."""
    return export_starter()
