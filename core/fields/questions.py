"""What can be asked: one typed, frozen model for each kind of question.

Ids of questions and options are stable names: answers, results and conditions refer to them for ever.
"""

import datetime as dt
import secrets
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.fields.conditions import Condition
from core.fields.text import Line, Prose

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
MAX_OPTIONS = 100
OTHER_LENGTH = 200
NUMBER_LIMIT = 10**12

_ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A short name for a new question or option; 8 letters are unique within any form."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(8))


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Option(_Strict):
    """One choice. An exclusive one ("none of these") goes with no other."""

    id: Id
    label: Line
    exclusive: bool = False


class _Question(_Strict):
    id: Id
    kind: str
    title: Line
    help: Prose | None = None
    required: bool = False
    show_if: Condition | None = None


Options = Annotated[tuple[Option, ...], Field(min_length=1, max_length=MAX_OPTIONS)]


class Single(_Question):
    """One of several, perhaps with words of one's own."""

    kind: Literal["single"]
    options: Options
    other: bool = False


class Multiple(_Question):
    """Any of several; `min` and `max` count the choices of somebody who answers."""

    kind: Literal["multiple"]
    options: Options
    other: bool = False
    min: int | None = Field(default=None, ge=1, le=MAX_OPTIONS)
    max: int | None = Field(default=None, ge=1, le=MAX_OPTIONS)


class Dropdown(_Question):
    """One of many, in a list that unfolds."""

    kind: Literal["dropdown"]
    options: Options


class Rating(_Question):
    """1 to `max`; the ends may be named."""

    kind: Literal["rating"]
    max: int = Field(default=5, ge=3, le=10)
    icon: Literal["star", "heart", "number"] = "star"
    low: Line | None = None
    high: Line | None = None


class Nps(_Question):
    """0 to 10: would you recommend us."""

    kind: Literal["nps"]
    low: Line | None = None
    high: Line | None = None


class ShortText(_Question):
    """One line. `pattern` is a linear-time (RE2) expression for the whole answer; `help` says it in words.

    `autofill` is what a phone may write in by itself (HTML, autocomplete).
    """

    kind: Literal["short_text"]
    autofill: Literal["name", "organization"] | None = None
    max_length: int = Field(default=200, ge=1, le=500)
    pattern: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None


class LongText(_Question):
    """Several lines."""

    kind: Literal["long_text"]
    max_length: int = Field(default=2_000, ge=1, le=10_000)


Bound = Annotated[int | float, Field(ge=-NUMBER_LIMIT, le=NUMBER_LIMIT)]


class Number(_Question):
    """A number with at most `decimals` places; bounds are included."""

    kind: Literal["number"]
    min: Bound | None = None
    max: Bound | None = None
    unit: Line | None = None
    decimals: int = Field(default=0, ge=0, le=6)


class Date(_Question):
    """A day; bounds are included."""

    kind: Literal["date"]
    min: dt.date | None = None
    max: dt.date | None = None


class Email(_Question):
    """An e-mail address."""

    kind: Literal["email"]


class Phone(_Question):
    """A phone number; one without a country code belongs to `region`."""

    kind: Literal["phone"]
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "CN"


class Consent(_Question):
    """A statement to agree to."""

    kind: Literal["consent"]
    statement: Prose


class Section(_Question):
    """Words between questions, in paragraphs (a blank line parts them); asks nothing."""

    kind: Literal["section"]
    required: Literal[False] = False
    body: Prose | None = None


Choice = Single | Multiple | Dropdown
"""A question whose answer is chosen from options."""
Question = (
    Single
    | Multiple
    | Dropdown
    | Rating
    | Nps
    | ShortText
    | LongText
    | Number
    | Date
    | Email
    | Phone
    | Consent
    | Section
)
"""A question of any kind."""
AnyQuestion = Annotated[Question, Field(discriminator="kind")]
