"""What the tools of a tenant offer to each other's pages: menus, things to share, blocks.

A tool that draws whole pages (`site`) asks here instead of calling hooks; a fault stays the offering tool's.
"""

import uuid
from collections.abc import Sequence

from markupsafe import Markup

from core.plugin_manager import plugins
from core.plugin_types import MenuEntry, PageBlock, ShareTarget
from core.tenants.info import TenantInfo


def menu_entries(tenant: TenantInfo, language: str, *, without: str = "") -> Sequence[MenuEntry]:
    """The public menu in its order; `without` leaves a tool out that lists its own entries itself."""
    entries = [
        entry
        for plugin, found in plugins().gather(tenant, "menu", language=language)
        if plugin != without
        for entry in found
    ]
    return sorted(entries, key=lambda entry: entry.order)


def things_to_share(
    tenant: TenantInfo, object_id: uuid.UUID | None = None, *, without: str = ""
) -> Sequence[ShareTarget]:
    """What links can lead to: everything, or only the object named."""
    targets = plugins().gather_items(tenant, "share_targets", object_id=object_id)
    return [target for target in targets if target.plugin != without]


def block_kinds(tenant: TenantInfo) -> Sequence[PageBlock]:
    """Kinds of blocks that the tools of `tenant` contribute to pages."""
    return plugins().gather_items(tenant, "page_blocks")


def drawn_block(kind: PageBlock, key: str, language: str, button: str) -> Markup:
    """A block of another tool, about its object `key`; empty where its tool fails."""
    return kind.render(key, language, button)
