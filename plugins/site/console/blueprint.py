"""The blueprint of the site's console, and how its views find what an address names."""

import uuid
from collections.abc import Sequence

from flask import abort, g

from hutong import ConsoleBlueprint, PageBlock, interface_language
from hutong.pages import block_kinds
from plugins.site.blocks import Block
from plugins.site.content import PageContent, parse_content
from plugins.site.described import Describer
from plugins.site.models import SitePage
from plugins.site.queries import page_by_id

EDIT = "site.edit"
PUBLISH = "site.publish"

blueprint = ConsoleBlueprint("site", __name__)


def existing_page(page_id: uuid.UUID, *, lock: bool = False) -> SitePage:
    """The page, or 404 where there is none or it lies in the bin."""
    page = page_by_id(page_id, lock=lock)
    if page is None or page.is_deleted:
        abort(404)
    return page


def existing_block(page: SitePage, key: str) -> Block:
    """A block of the draft, or 404."""
    block = draft_of(page).block(key)
    if block is None:
        abort(404)
    return block


def draft_of(page: SitePage) -> PageContent:
    """The draft as typed blocks."""
    return parse_content(page.draft)


def contributed_kinds() -> Sequence[PageBlock]:
    """Kinds of blocks that other tools of this tenant contribute."""
    return block_kinds(g.tenant)


def describer() -> Describer:
    """Names blocks in the language of whoever works here."""
    language = interface_language()
    return Describer(lambda text: g.tenant.text(text, language), language, contributed_kinds(), g.tenant.zone)


def title_of(page: SitePage) -> str:
    """The draft's title in the language of whoever works here."""
    title: str = g.tenant.text(page.draft.get("title", {}), interface_language())
    return title
