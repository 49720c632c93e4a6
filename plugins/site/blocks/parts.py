"""What every block has, and the types its texts, addresses and names are made of."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from plugins.site.targets import check_target

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]


Name = dict[Language, Annotated[str, StringConstraints(max_length=200)]]
"""A heading, label or line, by language."""
Text = dict[Language, Annotated[str, StringConstraints(max_length=600)]]
"""A sentence or two, by language."""
LongText = dict[Language, Annotated[str, StringConstraints(max_length=20_000)]]
"""Markdown, by language."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Target = Annotated[str, StringConstraints(max_length=500), AfterValidator(check_target)]
Icon = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_-]{0,23}$")]
ArtName = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9-]{0,59}\.svg)?$")]
PhotoCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,16}$")]


class Part(BaseModel):
    """A piece of a block; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Block(Part):
    """One block of a page. `key` stays the same while it is edited and moved."""

    key: Key
    kind: str
    hidden: bool = False

    @property
    def heading(self) -> Name:
        """The words that name this block in the editor, if it has any."""
        return getattr(self, "title", {})

    @property
    def photos(self) -> tuple[str, ...]:
        """Codes of the photos it shows."""
        return ()


class Pictured(Part):
    """A block with a picture: one of the drawings that came with the template, or a photo."""

    art: ArtName = ""
    photo: PhotoCode = ""


def items(most: int, least: int = 0) -> Any:
    """A list with bounds; what is beyond them is a mistake, not content."""
    return Field(default=(), min_length=least, max_length=most, validate_default=True)


def no_text() -> Any:
    """The default of a text that may be left out."""
    return Field(default={})
