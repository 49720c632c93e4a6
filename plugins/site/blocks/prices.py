"""A price list; it also serves for programmes and waiting times."""

from typing import Literal

from plugins.site.blocks.parts import Block, Name, Part, Text, items, no_text


class Item(Part):
    name: Name
    note: Text = no_text()
    price: Name = no_text()


class Group(Part):
    title: Name = no_text()
    items: tuple[Item, ...] = items(80)


class Prices(Block):
    kind: Literal["prices"]
    title: Name = no_text()
    groups: tuple[Group, ...] = items(20, least=1)
    note: Text = no_text()
