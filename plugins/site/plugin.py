"""The site plugin: its manifest and its hooks, which only delegate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from hutong import Manifest, MenuEntry, ShareTarget, Starter, TenantInfo, hookimpl
from plugins.site import console, menu as menu_of_pages, public, starter
from plugins.site.queries import photo_codes
from plugins.site.starter_policy import POLICY

NAME = "site"


@hookimpl
def manifest() -> Manifest:
    """Pages."""
    return Manifest(
        name=NAME,
        title={"zh": "页面", "en": "Pages"},
        summary={
            "zh": "手机上的网站：店招、价目、营业时间、联系方式，改完一按就发布。",
            "en": "A site for phones: sign, prices, hours, contact. Change it, tap, and it is live.",
        },
        icon="page",
        api="1.0",
        console_endpoint="site_console.index",
        order=10,
        permissions={
            "site.edit": {"zh": "改页面，看没发布的样子", "en": "Change pages and see drafts"},
            "site.publish": {"zh": "发布页面，撤下页面", "en": "Publish pages and take them off"},
        },
        verbs={"publish": {"zh": "发布了页面", "en": "Published a page"}},
        holds={
            "site_page": {"zh": "页面", "en": "Pages"},
            "site_version": {"zh": "页面的旧版本", "en": "Older versions of pages"},
            "site_art": {"zh": "图画", "en": "Drawings"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The public side and the console."""
    return [public.blueprint, console.blueprint]


@hookimpl
def public_home(tenant: TenantInfo) -> ResponseReturnValue | None:
    """The home page, once it is published."""
    return public.show_home(tenant)


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """The published pages that are in the menu."""
    return menu_of_pages.menu_entries(tenant, language)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Every page."""
    return menu_of_pages.share_targets(tenant, object_id)


@hookimpl
def photos_in_use(tenant: TenantInfo) -> Iterator[str]:  # noqa: ARG001 - the scope says whose
    """Photos of drafts and of what visitors see."""
    yield from photo_codes()


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """Make the pages of content/site.yaml."""
    apply(tenant, starter)


@hookimpl
def starter_export(tenant: TenantInfo) -> Mapping[str, Any]:
    """The pages as content/site.yaml."""
    return starter.export_starter(tenant)


apply = starter.apply_starter
