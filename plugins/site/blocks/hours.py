"""Opening hours: a week, and single days that differ."""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from plugins.site.blocks.parts import Block, Name, Part, Text, items, no_text

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def _clock(value: str) -> str:
    if not _CLOCK.fullmatch(value):
        raise ValueError(f"{value!r} is not a time like 07:30")
    return value


Clock = Annotated[str, AfterValidator(_clock)]
Range = tuple[Clock, Clock]
"""From and to; where `to` is not later than `from`, it ends on the next day."""
Ranges = Annotated[tuple[Range, ...], Field(max_length=4)]


class SpecialDay(Part):
    """A day that differs: `closed`, or with `ranges` of its own."""

    date: dt.date
    closed: bool = False
    ranges: Ranges = ()
    note: Text = no_text()

    @model_validator(mode="after")
    def _is_clear(self) -> Self:
        if self.closed == bool(self.ranges):
            raise ValueError("a special day is either closed or has ranges")
        return self


class Hours(Block):
    """A day that is missing from `week` is closed."""

    kind: Literal["hours"]
    title: Name = no_text()
    week: dict[Day, Ranges] = no_text()
    special: tuple[SpecialDay, ...] = items(60)
    note: Text = no_text()
