"""The content of a page: what a draft holds and a version freezes."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, model_validator

from plugins.site.blocks import Block, parse_block
from plugins.site.blocks.parts import Name, PhotoCode, Text

MOST_BLOCKS = 100

AnyBlock = Annotated[
    SerializeAsAny[Block],
    BeforeValidator(lambda value: value if isinstance(value, Block) else parse_block(value)),
]


class PageContent(BaseModel):
    """Title, description and picture for sharing, and the blocks from top to bottom."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Name
    description: Text = {}
    image: PhotoCode = ""
    blocks: Annotated[tuple[AnyBlock, ...], Field(max_length=MOST_BLOCKS)] = ()

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        keys = [block.key for block in self.blocks]
        if len(keys) != len(set(keys)):
            raise ValueError("two blocks have the same key")
        return self

    @property
    def shown(self) -> tuple[Block, ...]:
        """The blocks that visitors see."""
        return tuple(block for block in self.blocks if not block.hidden)

    def block(self, key: str) -> Block | None:
        """The block with this key."""
        return next((block for block in self.blocks if block.key == key), None)

    def with_blocks(self, blocks: tuple[Block, ...]) -> "PageContent":
        """The same page with other blocks; raises where there are too many."""
        return PageContent(title=self.title, description=self.description, image=self.image, blocks=blocks)

    def photos(self) -> Iterator[str]:
        """Codes of all photos it refers to, hidden blocks included."""
        if self.image:
            yield self.image
        for block in self.blocks:
            yield from block.photos

    def stored(self) -> dict[str, Any]:
        """The form in which it is kept as JSON: what has its default value is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def parse_content(stored: Mapping[str, Any]) -> PageContent:
    """The content from its stored form."""
    return PageContent.model_validate(stored)
