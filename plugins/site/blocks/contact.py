"""Where it is and how to reach it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from plugins.site.blocks.parts import Block, Name, Part, Text, items, no_text
from plugins.site.targets import TargetError, is_web

ContactKind = Literal["phone", "email", "wechat", "other"]


def _map_address(value: str) -> str:
    if value and not is_web(value):
        raise TargetError(value)
    return value


class Address(Block):
    """`lines` are the lines of an envelope; `note` says how to find it."""

    kind: Literal["address"]
    name: Name = no_text()
    lines: Text
    note: Text = no_text()
    map_url: Annotated[str, StringConstraints(max_length=500), AfterValidator(_map_address)] = ""

    @property
    def heading(self) -> Name:
        return self.name


class ContactWay(Part):
    kind: ContactKind
    label: Name = no_text()
    value: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Contact(Block):
    kind: Literal["contact"]
    title: Name = no_text()
    items: tuple[ContactWay, ...] = items(12, least=1)
