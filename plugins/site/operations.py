"""Writes of the site: pages come, change, are published, go to the bin and come back.

Each change of a draft keeps the state before it as a step, so that it can be undone.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from hutong import current_tenant_id, db, new_code, now, record_act, touch_tenant
from plugins.site.blocks import Block, parse_block
from plugins.site.content import MOST_BLOCKS, PageContent, parse_content
from plugins.site.models import SiteArt, SitePage, SiteStep, SiteVersion
from plugins.site.queries import (
    home_page,
    last_step,
    newest_number,
    page_by_id,
    pages,
    step_at,
    taken_slugs,
    version,
)

STEPS_KEPT = 30


class SiteError(ValueError):
    """Something that cannot be done to a page; `reason` is a word that views turn into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BlockChangedError(SiteError):
    """Somebody else changed or deleted the block since it was opened. `theirs` is None when it is gone."""

    def __init__(self, theirs: Block | None) -> None:
        super().__init__("changed")
        self.theirs = theirs


# --- pages


def plant_page(*, key: str, slug: str, content: PageContent, in_menu: bool, is_home: bool) -> SitePage:
    """A page that is published from the start: what a template brings."""
    page = _new_page(key=key, slug=slug, content=content, in_menu=in_menu, is_home=is_home)
    _publish(page, by=None)
    touch_tenant(tenant_id=page.tenant_id)
    return page


def create_page(*, title: Mapping[str, str], content: PageContent | None = None) -> SitePage:
    """A new draft at the end of the list, empty or with a copy of `content`."""
    key = new_code(8)
    fresh = PageContent(
        title=dict(title),
        description=content.description if content else {},
        image=content.image if content else "",
        blocks=content.blocks if content else (),
    )
    return _new_page(key=key, slug=key, content=fresh, in_menu=True, is_home=home_page() is None)


def _new_page(*, key: str, slug: str, content: PageContent, in_menu: bool, is_home: bool) -> SitePage:
    page = SitePage(
        key=key,
        slug=slug,
        in_menu=in_menu,
        is_home=is_home,
        position=max((other.position for other in pages()), default=-1) + 1,
        draft=content.stored(),
    )
    db.session.add(page)
    db.session.flush()
    return page


def place_page(*, page: SitePage, slug: str, in_menu: bool) -> None:
    """Set where a page stands. Raises `SiteError` ``taken`` where the address is in use."""
    if slug != page.slug and slug in taken_slugs():
        raise SiteError("taken")
    page.slug = slug
    page.in_menu = in_menu
    touch_tenant(tenant_id=page.tenant_id)


def make_home(*, page: SitePage) -> None:
    """Make a page the first of the site. Raises `SiteError` ``unpublished`` while visitors cannot see it."""
    if page.published is None:
        raise SiteError("unpublished")
    for other in pages():
        other.is_home = other.id == page.id
    touch_tenant(tenant_id=page.tenant_id)


def order_pages(*, keys: Sequence[str]) -> None:
    """Bring the pages into the order of `keys`; a page that is not named stays behind the others."""
    listed = list(pages())
    rank = {key: number for number, key in enumerate(keys)}
    ordered = sorted(listed, key=lambda page: rank.get(page.key, len(rank) + listed.index(page)))
    for position, page in enumerate(ordered):
        page.position = position
    touch_tenant(tenant_id=current_tenant_id(db.session()))


def bin_page(*, page: SitePage) -> None:
    """Put a page into the bin. Raises `SiteError` ``home`` for the home page."""
    if page.is_home:
        raise SiteError("home")
    page.deleted_at = now()
    touch_tenant(tenant_id=page.tenant_id)


def restore_page(*, page: SitePage) -> None:
    """Take a page out of the bin, as it was."""
    page.deleted_at = None
    touch_tenant(tenant_id=page.tenant_id)


def keep_drawing(*, name: str, svg: str) -> None:
    """Keep a cleaned drawing under its name."""
    db.session.add(SiteArt(name=name, svg=svg))
    db.session.flush()


# --- drafts


def save_draft(*, page: SitePage, content: PageContent) -> None:
    """Make `content` the draft; the state before becomes a step back."""
    stored = content.stored()
    if stored == page.draft:
        return
    db.session.add(SiteStep(page_id=page.id, revision=page.revision, content=page.draft))
    page.draft = stored
    page.revision += 1
    page.changed_at = now()
    db.session.flush()
    db.session.execute(
        delete(SiteStep).where(SiteStep.page_id == page.id, SiteStep.revision < page.revision - STEPS_KEPT)
    )


def undo_step(*, page: SitePage, revision: int | None = None) -> None:
    """Go back to before the last change; `revision` says before which one a toast offered to go back.

    Raises `SiteError`: ``step`` where there is none, ``moved`` where somebody has changed the page since.
    """
    step = last_step(page.id) if revision is None else step_at(page.id, revision)
    if step is None:
        raise SiteError("step")
    if revision not in (None, page.revision - 1):
        raise SiteError("moved")
    page.draft = step.content
    page.revision += 1
    page.changed_at = now()
    db.session.execute(
        delete(SiteStep).where(SiteStep.page_id == page.id, SiteStep.revision >= step.revision)
    )


def edit_settings(
    *, page: SitePage, title: Mapping[str, str], description: Mapping[str, str], image: str
) -> None:
    """Set what the draft says about the page itself."""
    content = parse_content(page.draft)
    save_draft(
        page=page,
        content=PageContent(
            title=dict(title), description=dict(description), image=image, blocks=content.blocks
        ),
    )


# --- blocks of a draft


def block_mark(block: Block | None) -> str:
    """A mark of a block's state, carried by its form: two editors of one block notice each other."""
    return "" if block is None else _mark(block.model_dump_json())


def settings_mark(content: PageContent) -> str:
    """The same for what a draft says about the page itself."""
    return _mark(content.model_dump_json(exclude={"blocks"}))


def _mark(text: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, text).hex


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

    `mark` is its `block_mark` as it was opened. Raises `BlockChangedError` where somebody was faster.
    """
    content = parse_content(page.draft)
    block = parse_block(data)
    theirs = content.block(block.key)
    if theirs is None or (block_mark(theirs) != mark and theirs != block):
        raise BlockChangedError(theirs)
    replaced = tuple(block if other.key == block.key else other for other in content.blocks)
    save_draft(page=page, content=content.with_blocks(replaced))
    return block


def put_block(*, page: SitePage, data: Mapping[str, Any]) -> Block:
    """Keep one's own version after a conflict: replaces the block, or brings a deleted one back."""
    content = parse_content(page.draft)
    block = parse_block(data)
    kept = tuple(block if other.key == block.key else other for other in content.blocks)
    if content.block(block.key) is None:
        kept = (*content.blocks, block)
    save_draft(page=page, content=content.with_blocks(kept))
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


# --- versions


def publish_page(*, page: SitePage, by: uuid.UUID | None) -> SiteVersion:
    """Freeze the draft as the version that visitors see."""
    frozen = _publish(page, by=by)
    record_act(
        stage="service", verb="publish", plugin="site", object_kind="page", object_id=page.id, person_id=by
    )
    touch_tenant(tenant_id=page.tenant_id)
    return frozen


def _publish(page: SitePage, *, by: uuid.UUID | None) -> SiteVersion:
    locked = page_by_id(page.id, lock=True)
    assert locked is not None
    number = newest_number(page.id) + 1
    frozen = SiteVersion(page_id=page.id, number=number, content=page.draft, published_by=by)
    db.session.add(frozen)
    page.published = frozen.number
    db.session.flush()
    return frozen


def withdraw_page(*, page: SitePage) -> None:
    """Visitors no longer see the page; its versions stay. Raises `SiteError` ``home`` for the home page."""
    if page.is_home:
        raise SiteError("home")
    page.published = None
    touch_tenant(tenant_id=page.tenant_id)


def discard_draft(*, page: SitePage) -> None:
    """Go back to what visitors see; undo brings the draft back. Raises `SiteError` ``unpublished``."""
    seen = version(page.id, page.published)
    if seen is None:
        raise SiteError("unpublished")
    save_draft(page=page, content=parse_content(seen.content))


def bring_back_version(*, page: SitePage, number: int) -> None:
    """Make an earlier version the draft. Raises `SiteError` ``version``."""
    earlier = version(page.id, number)
    if earlier is None:
        raise SiteError("version")
    save_draft(page=page, content=parse_content(earlier.content))
