"""Memberships for sale."""

import uuid
from typing import Annotated, Any, Literal

from pydantic import Field

from hutong import db
from plugins.club.models import Plan, Tier
from plugins.club.plan_editing import create_plan
from plugins.club.plan_queries import plans
from plugins.club.starting.sections import Key, Keyed, Strict, Text, Whole, ids_by_key, key_of, missing


class StarterPlan(Keyed):
    """What is sold; `tier` is the key of a tier of the file."""

    name: Annotated[Text, Field(min_length=1)]
    benefits: Text = {}
    price: Whole
    months: Annotated[int, Field(ge=0, le=120)] = 12
    seats: Annotated[int, Field(ge=1, le=10**6)] | None = None
    discount_percent: Annotated[int, Field(ge=0, le=100)] = 0
    tier: Key | None = None
    hold_days: Annotated[int, Field(ge=1, le=30)] = 3
    state: Literal["draft", "open", "paused", "closed"] = "open"


class Section(Strict):
    """Its part of the file."""

    plans: list[StarterPlan] = []


def apply(file: Section) -> None:
    """Put those on sale that were never there. Stands after the tiers."""
    tiers = ids_by_key(Tier)
    for item in missing(Plan, file.plans):
        values = item.model_dump(exclude={"key", "tier"})
        create_plan(starter_key=item.key, tier_id=tiers.get(item.tier or ""), **values)
    db.session.flush()


def export() -> dict[str, Any]:
    """Those that are not in the bin."""
    tiers: dict[uuid.UUID | None, str] = {tier_id: key for key, tier_id in ids_by_key(Tier).items()}
    return {"plans": [_written(plan, tiers.get(plan.tier_id)) for plan in plans()]}


def _written(plan: Plan, tier: str | None) -> dict[str, Any]:
    values = {
        name: value
        for name in StarterPlan.model_fields
        if name not in ("key", "tier", "state") and (value := getattr(plan, name)) not in (None, {}, "")
    }
    values |= {"state": plan.state} if plan.state != "open" else {}
    return {"key": key_of(plan)} | values | ({"tier": tier} if tier else {})
