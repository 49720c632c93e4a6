"""Questions that people ask, with answers that unfold."""

from typing import Literal

from plugins.site.blocks.parts import Block, LongText, Name, Part, items, no_text


class Question(Part):
    q: Name
    a: LongText


class Faq(Block):
    kind: Literal["faq"]
    title: Name = no_text()
    items: tuple[Question, ...] = items(40, least=1)
