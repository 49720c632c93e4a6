"""Blocks of a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from hutong import digest_of, new_code
from plugins.site.blocks import Block, parse_block
from plugins.site.content import MOST_BLOCKS, PageContent, parse_content
from plugins.site.models import SitePage
from plugins.site.operations.drafts import save_draft
from plugins.site.operations.faults import BlockChangedError, SiteError


def block_mark(block: Block | None) -> str:
    """A mark of a block's state, carried by its form: two editors of one block notice each other."""
    return "" if block is None else digest_of(block.model_dump(mode="json"))


def add_block(*, page: SitePage, data: Mapping[str, Any]) -> Block:
    """Put a new block at the end; it gets a key of its own.

    Raises `SiteError` ``full``, and pydantic's `ValidationError` for data of a wrong shape.
    """
    content = parse_content(page.draft)
    _check_room(content)
    block = parse_block({**data, "key": new_code(8)})
    save_draft(page=page, content=content.with_blocks((*content.blocks, block)))
    return block


def edit_block(*, page: SitePage, data: Mapping[str, Any], mark: str) -> Block:
    """Replace the block of the same key.

    `mark` is its `block_mark` as it was opened; that of None brings a deleted one back, at the end. Raises
    `BlockChangedError` where somebody was faster.
    """
    content = parse_content(page.draft)
    block = parse_block(data)
    theirs = content.block(block.key)
    if block_mark(theirs) != mark and theirs != block:
        raise BlockChangedError(theirs)
    kept = tuple(block if other.key == block.key else other for other in content.blocks)
    save_draft(page=page, content=content.with_blocks(kept if theirs is not None else (*kept, block)))
    return block


def order_blocks(*, page: SitePage, keys: Sequence[str]) -> None:
    """Bring the blocks into the order of `keys`; a block that is not named keeps its place at the end."""
    content = parse_content(page.draft)
    rank = {key: number for number, key in enumerate(keys)}
    ordered = sorted(content.blocks, key=lambda block: rank.get(block.key, len(rank)))
    save_draft(page=page, content=content.with_blocks(tuple(ordered)))


def show_block(*, page: SitePage, key: str, hidden: bool) -> None:
    """Hide a block from visitors, or show it again. Raises `SiteError` ``block`` where it is gone."""
    content = parse_content(page.draft)
    block = _block(content, key)
    changed = block.model_copy(update={"hidden": hidden})
    blocks = tuple(changed if other.key == key else other for other in content.blocks)
    save_draft(page=page, content=content.with_blocks(blocks))


def duplicate_block(*, page: SitePage, key: str) -> Block:
    """Put a copy right behind a block. Raises `SiteError` ``block`` or ``full``."""
    content = parse_content(page.draft)
    _check_room(content)
    block = _block(content, key)
    copy = block.model_copy(update={"key": new_code(8)})
    place = content.blocks.index(block) + 1
    save_draft(
        page=page, content=content.with_blocks((*content.blocks[:place], copy, *content.blocks[place:]))
    )
    return copy


def delete_block(*, page: SitePage, key: str) -> Block:
    """Take a block off the draft; undo brings it back. Raises `SiteError` ``block``."""
    content = parse_content(page.draft)
    block = _block(content, key)
    save_draft(
        page=page, content=content.with_blocks(tuple(other for other in content.blocks if other.key != key))
    )
    return block


def _check_room(content: PageContent) -> None:
    if len(content.blocks) >= MOST_BLOCKS:
        raise SiteError("full")


def _block(content: PageContent, key: str) -> Block:
    block = content.block(key)
    if block is None:
        raise SiteError("block")
    return block
