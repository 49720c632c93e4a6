"""What a flyer says, as it is stored in drafts, versions and templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LINES = 3
POINTS = 4
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Headline = dict[Language, Annotated[str, StringConstraints(max_length=60)]]
Lines = dict[Language, Annotated[str, StringConstraints(max_length=200)]]
"""Up to three lines, with their own breaks."""
Short = dict[Language, Annotated[str, StringConstraints(max_length=40)]]
Cover = Annotated[str, StringConstraints(pattern=r"^(art:[a-z]{2,20}|photo:[a-z0-9]{1,16})$")]
Target = Annotated[str, StringConstraints(pattern=r"^(|home|[a-z][a-z0-9]{1,30}/[a-z0-9][a-z0-9-]{0,79})$")]


class Part(BaseModel):
    """A piece of a flyer; a field that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(Part):
    """A point, often with a price."""

    text: Short
    price: Short = {}


class FlyerContent(Part):
    """A flyer. `until` is the last day it holds, by the shop's calendar.

    `cover` is a drawing (``art:awning``) or a photo (``photo:<code>``). `target` is where the button leads:
    an object of another tool (``survey/visit``), the site (``home``) or nowhere (empty).
    """

    cover: Cover = "art:awning"
    headline: Headline = {}
    lines: Lines = {}
    points: Annotated[tuple[Point, ...], Field(max_length=POINTS)] = ()
    until: date | None = None
    button: Short = {}
    target: Target = ""
    in_menu: bool = False

    @property
    def photo(self) -> str:
        """The code of the photo on the cover; empty where it is drawn."""
        kind, _colon, code = self.cover.partition(":")
        return code if kind == "photo" else ""

    @property
    def art(self) -> str:
        """The name of the drawing on the cover; empty where it is a photo."""
        kind, _colon, name = self.cover.partition(":")
        return name if kind == "art" else ""

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and today > self.until

    def speaks(self, languages: Sequence[str]) -> list[str]:
        """Those of `languages` that it is written in; all of them where it is written in none."""
        return [language for language in languages if self.headline.get(language)] or list(languages)

    def stored(self) -> dict[str, Any]:
        """As it is kept and exported: what is not said is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def parse_content(stored: Mapping[str, Any]) -> FlyerContent:
    """A stored flyer. Raises pydantic's `ValidationError` for one of a wrong shape."""
    return FlyerContent.model_validate(stored)
