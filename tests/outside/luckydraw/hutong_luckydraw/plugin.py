"""Lucky draw: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint

from hutong import Manifest, MenuEntry, PageBlock, ShareTarget, Starter, TenantInfo, WaitingItem, hookimpl
from hutong_luckydraw import faces
from hutong_luckydraw.console import blueprint as console
from hutong_luckydraw.public import blueprint as public
from hutong_luckydraw.queries import photos_of_prizes
from hutong_luckydraw.starter import POLICY, apply_starter, export_starter


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="luckydraw",
        title={"zh": "幸运抽奖", "en": "Lucky draw"},
        summary={
            "zh": "客人扫码转一转，当场知道中没中，到柜台领奖。",
            "en": "Customers scan and spin, see at once what they won, and collect it at the counter.",
        },
        icon="gift",
        api="1.0",
        console_endpoint="luckydraw_console.index",
        order=60,
        permissions={
            "luckydraw.edit": {
                "zh": "办抽奖、定奖品、看中奖名单",
                "en": "Make draws and prizes, see who won",
            },
            "luckydraw.redeem": {"zh": "在柜台发奖", "en": "Hand out prizes at the counter"},
        },
        verbs={
            "draw": {"zh": "抽了一次奖", "en": "Took part in a lucky draw"},
            "win": {"zh": "抽中了奖品", "en": "Won a prize"},
            "redeem": {"zh": "领走了奖品", "en": "Collected a prize"},
            "undo_redeem": {"zh": "领奖撤回了", "en": "Got a collected prize back"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The customer's side and the business's."""
    return (public, console)


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """The draws, while one is open."""
    return faces.menu_entries(tenant, language)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """Each draw."""
    return faces.share_targets(tenant, object_id)


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """Prizes that have run out."""
    return faces.waiting_items(tenant)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card of one draw."""
    return [faces.draw_block(tenant)]


@hookimpl
def photos_in_use() -> Iterable[str]:
    """The pictures of prizes."""
    return photos_of_prizes()


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's draws."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's draws as a template has them."""
    return export_starter()
