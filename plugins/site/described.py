"""How the editor speaks of blocks: their kind, what they are called, one line about what is in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hutong import PageBlock, gettext as _, ngettext, now
from plugins.site.blocks import ICONS, KINDS, Block, Contributed, Hours
from plugins.site.blocks.contact import Address, Contact
from plugins.site.blocks.faq import Faq
from plugins.site.blocks.hero import Hero
from plugins.site.blocks.prices import Prices
from plugins.site.blocks.ways import Links
from plugins.site.blocks.words import Words
from plugins.site.opening import opening_at

TextOf = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind on offer."""

    name: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in the editor's list."""

    key: str
    icon: str
    title: str
    detail: str
    hidden: bool


def kind_names() -> dict[str, str]:
    """The site's own kinds in the reader's language."""
    return {
        "hero": _("Sign and headline"),
        "text": _("Text"),
        "image": _("Picture"),
        "button": _("Button"),
        "links": _("Shortcuts"),
        "hours": _("Opening hours"),
        "prices": _("Price list"),
        "faq": _("Questions and answers"),
        "address": _("Address of the shop"),
        "contact": _("How to reach us"),
    }


def kinds_on_offer(contributed: Sequence[PageBlock], language: str) -> list[KindCard]:
    """Everything that can be added: what other tools contribute only where they have a thing to show."""
    names = kind_names()
    own = [KindCard(kind, names[kind], ICONS[kind]) for kind in KINDS]
    others = [
        KindCard(kind.kind, kind.title.get(language, kind.kind), kind.icon)
        for kind in contributed
        if kind.choices(language)
    ]
    return [*own, *others]


def one_line(text: str) -> str:
    """Lines broken by hand on one line; Chinese needs no space between them."""
    return re.sub(r"(?<![ -~])\s*\n\s*", "", text).replace("\n", " ")


class Describer:
    """Describes the blocks of one page for one reader."""

    def __init__(self, text: TextOf, language: str, contributed: Sequence[PageBlock], zone: object) -> None:
        self._text, self._language, self._zone = text, language, zone
        self._names = kind_names()
        self._contributed = {kind.kind: kind for kind in contributed}

    def line(self, block: Block) -> BlockLine:
        """The block as one line of the list."""
        detail = _("Hidden, visitors do not see it") if block.hidden else self._detail(block)
        return BlockLine(block.key, self._icon(block), self.title(block), detail, block.hidden)

    def title(self, block: Block) -> str:
        """What the block is called: its heading where it has one, else its kind."""
        if isinstance(block, Hero):
            return self.kind(block)
        return self._text(block.heading) or self.kind(block)

    def kind(self, block: Block) -> str:
        """The name of its kind."""
        if isinstance(block, Contributed):
            kind = self._contributed.get(block.kind)
            return kind.title.get(self._language, block.kind) if kind else _("From a tool that is off")
        return self._names[block.kind]

    def _icon(self, block: Block) -> str:
        if isinstance(block, Contributed):
            kind = self._contributed.get(block.kind)
            return kind.icon if kind else "plug"
        return ICONS[block.kind]

    def _detail(self, block: Block) -> str:
        match block:
            case Hero():
                return one_line(self._text(block.title))
            case Hours():
                state = opening_at(block, now(), self._zone)  # type: ignore[arg-type]
                return _("Open right now") if state.is_open else _("Shut right now")
            case Prices():
                count = sum(len(group.items) for group in block.groups)
                return ngettext("%(num)s item", "%(num)s items", count)
            case Faq():
                return ngettext("%(num)s question", "%(num)s questions", len(block.items))
            case Links():
                return _(", ").join(self._text(item.label) for item in block.items)
            case Contact():
                return _(", ").join(self._text(item.label) or item.value for item in block.items)
            case Address():
                return " ".join(self._text(block.lines).split())
            case Words():
                rest = self._text(block.body).partition("\n")[2]
                return " ".join(rest.split())[:60] or self.kind(block)
            case Contributed():
                return self._object(block)
        return self.kind(block)

    def _object(self, block: Contributed) -> str:
        kind = self._contributed.get(block.kind)
        choices = dict(kind.choices(self._language)) if kind else {}
        return choices.get(block.object, _("No longer there"))
