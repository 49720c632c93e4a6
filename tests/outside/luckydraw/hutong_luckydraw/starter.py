"""A template's draws: made once, written down again in the same shape.

What belongs to one run (its dates, who won) is no template's and stays here.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import select

from hutong import Starter, TenantInfo, db, now, read_starter
from hutong.starters import AS_IS, KEY, PHOTO, WORDS
from hutong_luckydraw.forms import ICONS, MOST
from hutong_luckydraw.models import Draw, Prize
from hutong_luckydraw.odds import total_odds
from hutong_luckydraw.operations import add_prize, create_draw, set_draw_state
from hutong_luckydraw.queries import draws_in_use, prizes_of_all

FILE = "content/luckydraw.yaml"
POLICY: dict[str, Any] = {
    "draws": [
        {
            "key": KEY,
            "title": WORDS,
            "text": WORDS,
            "consolation": WORDS,
            "audience": AS_IS,
            "per_person": AS_IS,
            "per_day": AS_IS,
            "valid_days": AS_IS,
            "state": AS_IS,
            "prizes": [
                {
                    "name": WORDS,
                    "icon": AS_IS,
                    "photo": PHOTO,
                    "stock": AS_IS,
                    "wins": AS_IS,
                    "tries": AS_IS,
                }
            ],
        }
    ]
}
"""All of it may go into a template that a business saves: it says nothing about anybody."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Text = dict[str, str]
Count = Annotated[int, Field(ge=1, le=MOST)]
Times = Annotated[int, Field(ge=0, le=1000)]


class StarterPrize(BaseModel):
    """A prize; it is won `wins` times in `tries` draws."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Text, Field(min_length=1)]
    icon: Literal[tuple(ICONS)] = "gift"  # type: ignore[valid-type]
    photo: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,16}$")] = ""
    """Code of a photo: a file of that name in the template's ``art``."""
    stock: Count
    wins: Count = 1
    tries: Count


class StarterDraw(BaseModel):
    """A draw with its prizes; an open one must be able to keep what it promises."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    title: Annotated[Text, Field(min_length=1)]
    text: Text = {}
    consolation: Text = {}
    audience: Literal["anyone", "members", "regulars"] = "anyone"
    per_person: Times = 1
    per_day: Times = 0
    valid_days: Annotated[int, Field(ge=0, le=3650)] = 30
    state: Literal["draft", "open", "paused", "closed"] = "open"
    prizes: Annotated[list[StarterPrize], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _keeps_what_it_promises(self) -> Self:
        for prize in self.prizes:
            if prize.wins > prize.tries:
                msg = f"{prize.wins} wins of {prize.tries} draws are more than all"
                raise ValueError(msg)
        if total_odds(self.prizes) > 1:
            msg = "together the prizes promise more wins than there are draws"
            raise ValueError(msg)
        return self


class StarterFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    draws: list[StarterDraw] = []


def apply_starter(_tenant: TenantInfo, starter: Starter) -> None:
    """Make the draws that were never there; what the owner changed stays. Raises `StarterError`."""
    file = read_starter(StarterFile, starter.content, where=f"{starter.template}/{FILE}")
    known = set(db.session.scalars(select(Draw.starter_key).where(Draw.starter_key.is_not(None))))
    for item in file.draws:
        if item.key not in known:
            _make(item)


def export_starter() -> Mapping[str, Any]:
    """The draws that are not in the bin, oldest first, with their stock as it was at the beginning."""
    draws = list(reversed(draws_in_use()))
    prizes = prizes_of_all(draws)
    written = [_written(draw, prizes[draw.id]) for draw in draws if prizes[draw.id]]
    return {"draws": written} if written else {}


def _make(item: StarterDraw) -> None:
    values = item.model_dump(exclude={"key", "prizes", "state"})
    draw = create_draw(starter_key=item.key, created_at=now(), **values)
    for prize in item.prizes:
        add_prize(draw=draw, **prize.model_dump())
    if item.state != "draft":
        set_draw_state(draw=draw, state=item.state)


def _written(draw: Draw, prizes: list[Prize]) -> dict[str, Any]:
    """A draw as the file has it, without what is the usual."""
    usual = StarterDraw.model_fields
    names = [name for name in usual if name not in ("key", "prizes")]
    values = {name: getattr(draw, name) for name in names if getattr(draw, name) != usual[name].default}
    fields = StarterPrize.model_fields
    return {
        "key": draw.starter_key or draw.code,
        **{name: value for name, value in values.items() if value != {}},
        "prizes": [
            {
                name: getattr(prize, name)
                for name, field in fields.items()
                if getattr(prize, name) != field.default
            }
            for prize in prizes
        ],
    }
