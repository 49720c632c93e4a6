"""Words and pictures: Markdown text and a single picture."""

from typing import Literal, Self

from pydantic import model_validator

from plugins.site.blocks.parts import Block, LongText, Name, Pictured, Text, no_text


class Words(Block):
    """Markdown: headings, lists, emphasis, links."""

    kind: Literal["text"]
    body: LongText

    @property
    def heading(self) -> Name:
        return {
            language: body.lstrip().partition("\n")[0].lstrip("# ")[:200]
            for language, body in self.body.items()
        }


class Picture(Block, Pictured):
    """A picture; it has an `alt`, or is `decorative` and says so."""

    kind: Literal["image"]
    alt: Text = no_text()
    decorative: bool = False
    caption: Text = no_text()

    @model_validator(mode="after")
    def _is_described(self) -> Self:
        if not self.decorative and not any(self.alt.values()):
            raise ValueError("alt is required unless the picture is decorative")
        return self

    @property
    def heading(self) -> Name:
        return self.caption or self.alt

    @property
    def photos(self) -> tuple[str, ...]:
        return (self.photo,) if self.photo else ()
