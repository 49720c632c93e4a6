"""Flyers: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from hutong import Manifest, MenuEntry, PageBlock, ShareTarget, Starter, TenantInfo, WaitingItem, hookimpl
from hutong_flyer import offers, queries
from hutong_flyer.console import blueprint as console
from hutong_flyer.public import blueprint as public
from hutong_flyer.starter import POLICY, apply_starter, export_starter


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="flyer",
        title={"zh": "传单", "en": "Flyers"},
        summary={
            "zh": "一分钟做好一张：手机上发得出去，打印出来贴得上门。",
            "en": "Made in a minute: to send on a phone and to hang on the door.",
        },
        icon="poster",
        api="1.0",
        console_endpoint="flyer_console.index",
        order=50,
        permissions={
            "flyer.edit": {"zh": "改传单，打印传单", "en": "Change flyers and print them"},
            "flyer.publish": {"zh": "发布传单，撤下传单", "en": "Publish flyers and take them down"},
        },
        verbs={"publish": {"zh": "发布了传单", "en": "Published a flyer"}},
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The public side and the console."""
    return (public, console)


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """Flyers that are up and wanted in the menu."""
    return offers.menu_entries(tenant, language)


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """Flyers that are over."""
    return offers.waiting_items(tenant)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card of a flyer."""
    return offers.page_blocks(tenant)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Flyers that were given out."""
    return offers.share_targets(tenant, object_id)


@hookimpl
def photos_in_use() -> Iterable[str]:
    """Photos on covers."""
    return queries.photo_codes()


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's flyers."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export(tenant: TenantInfo) -> Mapping[str, Any]:
    """What customers see, as content/flyer.yaml."""
    return export_starter(tenant)
