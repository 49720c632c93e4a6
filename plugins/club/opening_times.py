"""At which hours and places a coupon is taken: plain rules over an offer's data.

Hours are wall clock times of the business's own zone, so that "9 to 17" stays 9 to 17 when the clocks change.
A rule whose end is not after its beginning goes on past midnight.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAY = 7
MIDNIGHT = "24:00"


def is_hour(hours: Sequence[Mapping[str, Any]], moment: datetime, zone: ZoneInfo) -> bool:
    """Whether `moment` lies in one of the rules; no rules: always."""
    local = moment.astimezone(zone)
    return not hours or any(_covers(rule, local) for rule in hours)


def is_place(place_ids: Sequence[str], place_id: uuid.UUID | None) -> bool:
    """Whether a place is one of those; no places: everywhere. A place that nobody names is none of them."""
    return not place_ids or str(place_id) in place_ids


def end_of_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime | None:
    """The midnight in `zone` when `days` days are over, of which that of `moment` is the first. 0: never."""
    if days <= 0:
        return None
    last = moment.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last, time(), tzinfo=zone)


def last_day_of(end: datetime, zone: ZoneInfo) -> datetime:
    """The last moment before `end`, by the clock of `zone`: its date is the last day."""
    return (end - timedelta(microseconds=1)).astimezone(zone)


def _covers(rule: Mapping[str, Any], local: datetime) -> bool:
    begins, ends = str(rule.get("from", "00:00")), str(rule.get("to", MIDNIGHT))
    at, days = local.strftime("%H:%M"), rule.get("days") or range(DAY)
    if begins < ends:
        return local.weekday() in days and begins <= at < ends
    yesterday = (local.weekday() - 1) % DAY
    return (local.weekday() in days and at >= begins) or (yesterday in days and at < ends)
