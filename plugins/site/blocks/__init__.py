"""The kinds of blocks: typed data, one small family per module. Nothing here touches the database."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from plugins.site.blocks.contact import Address, Contact
from plugins.site.blocks.contributed import Contributed
from plugins.site.blocks.faq import Faq
from plugins.site.blocks.hero import Hero
from plugins.site.blocks.hours import Hours
from plugins.site.blocks.parts import Block, Part, Pictured
from plugins.site.blocks.prices import Prices
from plugins.site.blocks.ways import Button, Links
from plugins.site.blocks.words import Picture, Words

KINDS: Mapping[str, type[Block]] = {
    "hero": Hero,
    "text": Words,
    "image": Picture,
    "button": Button,
    "links": Links,
    "hours": Hours,
    "prices": Prices,
    "faq": Faq,
    "address": Address,
    "contact": Contact,
}
"""The site's own kinds, in the order in which the editor offers them."""

ICONS: Mapping[str, str] = {
    "hero": "image",
    "text": "text",
    "image": "image",
    "button": "button",
    "links": "list",
    "hours": "clock",
    "prices": "tag",
    "faq": "info",
    "address": "pin",
    "contact": "phone",
}


def parse_block(data: Mapping[str, Any]) -> Block:
    """A block from its stored form. Raises `ValueError`, mostly pydantic's."""
    kind = str(data.get("kind", ""))
    if kind not in KINDS and "." not in kind:
        close = get_close_matches(kind, KINDS, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(KINDS)}"
        raise ValueError(f"there is no kind of block called {kind!r}. hint: {hint}")
    return KINDS.get(kind, Contributed).model_validate(data)


__all__ = ["ICONS", "KINDS", "Block", "Contributed", "Hero", "Hours", "Part", "Pictured", "parse_block"]
