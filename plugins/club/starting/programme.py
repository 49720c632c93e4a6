"""How the club is run, and its places."""

from typing import Annotated, Any, Literal

from pydantic import Field

from hutong import db
from plugins.club.models import Place
from plugins.club.operations import set_up_club
from plugins.club.queries import places, programme
from plugins.club.starting.sections import Keyed, Strict, Text, missing, written


class StarterPlace(Keyed):
    """A counter or branch."""

    name: Annotated[Text, Field(min_length=1)]
    position: int = 0


class Section(Strict):
    """The head of the file."""

    name: Annotated[Text, Field(min_length=1)]
    points_name: Annotated[Text, Field(min_length=1)]
    welcome: Text = {}
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    expiry: Literal["never", "months", "year"] = "months"
    expiry_months: Annotated[int, Field(ge=1, le=120)] = 12
    tier_months: Annotated[int, Field(ge=0, le=120)] = 12
    asks_birthday: bool = False
    transfer_details: Text = {}
    places: list[StarterPlace] = []


def apply(file: Section) -> None:
    """Open the club, unless it is; add places that were never there."""
    set_up_club(**{name: getattr(file, name) for name in Section.model_fields if name != "places"})
    for place in missing(Place, file.places):
        db.session.add(Place(starter_key=place.key, **place.model_dump(exclude={"key"})))
    db.session.flush()


def export() -> dict[str, Any]:
    """The programme and its places."""
    head = {
        name: value
        for name in Section.model_fields
        if name != "places" and (value := getattr(programme(), name)) not in ({}, "")
    }
    return head | {"places": [written(place, StarterPlace) for place in places()]}
