"""Offers and their chains."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from hutong import db
from plugins.club.chains import link_offers
from plugins.club.models import Offer, Place, Plan
from plugins.club.offer_changes import create_offer
from plugins.club.starting.sections import Key, Keyed, Strict, Text, Whole, ids_by_key, key_of, missing

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


class Hours(Strict):
    """Weekdays (0 is Monday) and times at which coupons are taken in."""

    days: list[Annotated[int, Field(ge=0, le=6)]] = []
    begins: Clock = Field(default="00:00", alias="from")
    ends: Clock = Field(default="24:00", alias="to")


class StarterOffer(Keyed):
    """What customers can get; `plan`, `places` and `next` are keys of the file."""

    title: Annotated[Text, Field(min_length=1)]
    text: Text = {}
    kind: Literal["free", "percent", "amount", "voucher", "plan"]
    value: Whole = 0
    pieces: Whole = 0
    price: Whole = 0
    price_points: Whole = 0
    cost: Whole = 0
    plan: Key | None = None
    claim: Literal["anyone", "chain", "paper"] = "anyone"
    cap: Annotated[int, Field(ge=1, le=10**7)] | None = None
    per_member: Whole = 1
    valid_days: Annotated[int, Field(ge=0, le=3650)] = 30
    hours: list[Hours] = []
    places: list[Key] = []
    giftable: bool = False
    next: Key | None = None
    next_when: Literal["redeem", "pickup"] = "redeem"
    state: Literal["draft", "open", "paused", "closed"] = "open"


class Section(Strict):
    """Its part of the file."""

    offers: list[StarterOffer] = []


_REFERRING = ("plan", "places", "next", "hours")


def apply(file: Section) -> None:
    """Make those that were never there, then their chains. Stands after places and memberships."""
    places, plans = ids_by_key(Place), ids_by_key(Plan)
    made: dict[str, Offer] = {}
    for item in missing(Offer, file.offers):
        made[item.key] = create_offer(
            starter_key=item.key,
            plan_id=plans.get(item.plan or ""),
            place_ids=[str(places[key]) for key in item.places if key in places],
            hours=[rule.model_dump(by_alias=True) for rule in item.hours],
            **item.model_dump(exclude={"key", *_REFERRING}),
        )
    all_ids = ids_by_key(Offer)
    for item in file.offers:
        following = all_ids.get(item.next or "")
        if item.key in made and following is not None:
            link_offers(offer=made[item.key], following=_offer(following), when=item.next_when)


def export() -> dict[str, Any]:
    """Those that are not in the bin."""
    offers = db.session.scalars(select(Offer).where(Offer.deleted_at.is_(None)).order_by(Offer.id)).all()
    names = {
        **{str(place_id): key for key, place_id in ids_by_key(Place).items()},
        **{str(plan_id): key for key, plan_id in ids_by_key(Plan).items()},
        **{str(offer.id): key_of(offer) for offer in offers},
    }
    return {"offers": [_written(offer, names) for offer in offers]}


def _offer(offer_id: uuid.UUID) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.id == offer_id)).one()


def _written(offer: Offer, names: Mapping[str, str]) -> dict[str, Any]:
    """An offer as the file has it, without what is the usual."""
    values = {
        name: value
        for name, field in StarterOffer.model_fields.items()
        if name not in ("key", *_REFERRING) and (value := getattr(offer, name)) not in (None, field.default)
    }
    references = {
        "plan": names.get(str(offer.plan_id)),
        "places": [names[place] for place in offer.place_ids if place in names],
        "hours": list(offer.hours),
        "next": names.get(str(offer.next_offer_id)),
    }
    told = {name: value for name, value in references.items() if value not in (None, [])}
    return {"key": key_of(offer)} | {name: value for name, value in values.items() if value != {}} | told
