"""Writes of the site: pages, drafts, blocks and versions."""

from plugins.site.operations.blocks import (
    add_block,
    block_mark,
    delete_block,
    duplicate_block,
    edit_block,
    order_blocks,
    show_block,
)
from plugins.site.operations.drafts import edit_settings, save_draft, settings_mark, undo_step
from plugins.site.operations.faults import BlockChangedError, SiteError
from plugins.site.operations.pages import (
    bin_page,
    create_page,
    erase_page,
    keep_drawing,
    make_home,
    order_pages,
    place_page,
    plant_page,
    restore_page,
)
from plugins.site.operations.versions import bring_back_version, discard_draft, publish_page, withdraw_page

__all__ = [
    "BlockChangedError",
    "SiteError",
    "add_block",
    "bin_page",
    "block_mark",
    "bring_back_version",
    "create_page",
    "delete_block",
    "discard_draft",
    "duplicate_block",
    "edit_block",
    "edit_settings",
    "erase_page",
    "keep_drawing",
    "make_home",
    "order_blocks",
    "order_pages",
    "place_page",
    "plant_page",
    "publish_page",
    "restore_page",
    "save_draft",
    "settings_mark",
    "show_block",
    "undo_step",
    "withdraw_page",
]
