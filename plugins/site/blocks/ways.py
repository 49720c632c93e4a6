"""Ways on: a single button, and a group of short links."""

from typing import Literal

from plugins.site.blocks.parts import Block, Icon, Name, Part, Target, Text, items, no_text


class Button(Block):
    kind: Literal["button"]
    label: Name
    to: Target

    @property
    def heading(self) -> Name:
        return self.label


class Link(Part):
    icon: Icon = "page"
    label: Name
    note: Text = no_text()
    to: Target


class Links(Block):
    """Two to eight short ways; up to four without notes are drawn as tiles."""

    kind: Literal["links"]
    title: Name = no_text()
    items: tuple[Link, ...] = items(8, least=1)

    @property
    def as_tiles(self) -> bool:
        return len(self.items) <= 4 and not any(any(item.note.values()) for item in self.items)
