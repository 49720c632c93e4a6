"""Rules of earning: which give points for something, how many, and why not. Pure: nothing is read here.

Points are computed on what was really paid: who hands over an amount has taken discounts and coupons off it,
so a discount never earns. Whole numbers only; a full `per_amount` earns, a part of it nothing.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plugins.club.models import Rule
from plugins.club.months import months_later

Why = Literal["earns", "off", "weekday", "early", "over", "minimum", "little", "cap"]
"""``earns``; or why a rule gives nothing: switched off, not on this weekday, not yet, no longer, below its
minimum, less than one full `per_amount`, the day's limit reached."""
VISIT_KINDS = ("amount", "visit")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that may earn: what it was, how much was paid, on which day."""

    kinds: tuple[str, ...]
    day: date
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says: so many points, or why none. `cut` of them went over the day's limit."""

    rule: Rule
    points: int
    why: Why = "earns"
    cut: int = 0


def judge_all(
    rules: Iterable[Rule], occasion: Occasion, earned_today: Mapping[object, int] | None = None
) -> list[Verdict]:
    """What each rule for such an occasion says; `earned_today` are points by the rule's id."""
    today = earned_today or {}
    return [judge(rule, occasion, today.get(rule.id, 0)) for rule in rules if rule.kind in occasion.kinds]


def judge(rule: Rule, occasion: Occasion, earned_today: int = 0) -> Verdict:
    """What a rule gives for an occasion, when it gave `earned_today` on that day already."""
    if why := _why_not(rule, occasion):
        return Verdict(rule, 0, why)
    points = rule.points
    if rule.kind == "amount":
        points = rule.points * (occasion.amount // rule.per_amount) if rule.per_amount > 0 else 0
        if points == 0:
            return Verdict(rule, 0, "little")
    if rule.daily_cap:
        room = max(rule.daily_cap - earned_today, 0)
        return Verdict(rule, min(points, room), "earns" if room else "cap", cut=max(points - room, 0))
    return Verdict(rule, points)


def last_day(expiry: str, months: int, day: date) -> date | None:
    """The last day of points earned on `day`, by the programme's rule of expiry; None: they do not end."""
    if expiry == "never":
        return None
    if expiry == "year":
        return date(day.year + 1, 12, 31)
    return months_later(day, months)


def birthdays_on(day: date) -> tuple[str, ...]:
    """Which birthdays are kept on a day, as ``MM-DD``: 29 February on the 28th where there is no 29th."""
    told = day.strftime("%m-%d")
    return (told, "02-29") if told == "02-28" and not isleap(day.year) else (told,)


def days_before(day: date, count: int) -> list[date]:
    """The last `count` days up to `day`, the oldest first."""
    return [day - timedelta(days=back) for back in reversed(range(count))]


def _why_not(rule: Rule, occasion: Occasion) -> Why | None:
    limits = rule.limits or {}
    day = occasion.day.isoformat()
    if not rule.active:
        return "off"
    if limits.get("days") and occasion.day.weekday() not in limits["days"]:
        return "weekday"
    if limits.get("from") and day < limits["from"]:
        return "early"
    if limits.get("to") and day > limits["to"]:
        return "over"
    if rule.kind in VISIT_KINDS and occasion.amount < rule.minimum:
        return "minimum"
    return None
