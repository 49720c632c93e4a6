"""Rules of earning, tiers and badges."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from hutong import db
from plugins.club.models import Badge, Rule, Tier
from plugins.club.starting.sections import Keyed, Strict, Text, Whole, missing, written

Percent = Annotated[int, Field(ge=0, le=100)]
Named = Annotated[Text, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=10**6)]


class Limits(Strict):
    """When a rule is in force: weekdays (0 is Monday), first and last day."""

    days: list[Annotated[int, Field(ge=0, le=6)]] = []
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


class StarterRule(Keyed):
    """When points are earned."""

    kind: Literal["amount", "visit", "answer", "referral", "birthday", "welcome"]
    title: Text = {}
    points: Count
    per_amount: Whole = 0
    minimum: Whole = 0
    daily_cap: Whole = 0
    limits: Limits = Limits()


class StarterTier(Keyed):
    """A level."""

    name: Named
    benefits: Text = {}
    threshold: Whole = 0
    discount_percent: Percent = 0
    colour: str = "ink"


class StarterBadge(Keyed):
    """A mark for having done something often."""

    name: Named
    icon: str = "star"
    kind: Literal["visits", "earned", "friends", "years"]
    threshold: Count


class Section(Strict):
    """Its part of the file."""

    rules: list[StarterRule] = []
    tiers: list[StarterTier] = []
    badges: list[StarterBadge] = []


def apply(file: Section) -> None:
    """Make those that were never there."""
    for model, items in ((Rule, file.rules), (Tier, file.tiers), (Badge, file.badges)):
        for item in missing(model, items):
            values = item.model_dump(mode="json", exclude={"key"}, by_alias=True)
            if "limits" in values:
                values["limits"] = {name: value for name, value in values["limits"].items() if value}
            db.session.add(model(starter_key=item.key, **values))
    db.session.flush()


def export() -> dict[str, Any]:
    """Those in use; a rule that is switched off stays here."""
    rules = select(Rule).where(Rule.deleted_at.is_(None), Rule.active).order_by(Rule.id)
    tiers = select(Tier).where(Tier.deleted_at.is_(None)).order_by(Tier.threshold, Tier.id)
    badges = select(Badge).where(Badge.deleted_at.is_(None)).order_by(Badge.id)
    return {
        "rules": [written(rule, StarterRule) for rule in db.session.scalars(rules)],
        "tiers": [written(tier, StarterTier) for tier in db.session.scalars(tiers)],
        "badges": [written(badge, StarterBadge) for badge in db.session.scalars(badges)],
    }
