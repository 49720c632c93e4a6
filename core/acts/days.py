"""Days of a time zone, said in SQL that both databases understand."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, case, cast, func, literal

from core.database import db, now

FIRST_YEAR = 2016
"""Acts from before are counted by the zone's offset of that year's beginning."""


def seconds(moment: Any) -> Any:
    """A moment as whole seconds since 1970."""
    if db.engine.dialect.name == "postgresql":
        return cast(func.floor(func.extract("epoch", moment)), BigInteger)
    return cast(func.strftime("%s", moment), BigInteger)


def day_number(moment: Any, zone: ZoneInfo) -> Any:
    """The day of `zone` that a moment lies in, as a number that grows by one a day."""
    *changes, (_beginning, first) = reversed(offsets(zone.key, now().year + 1))
    offset: Any = first
    if changes:
        offset = case(*[(moment >= since, literal(value)) for since, value in changes], else_=first)
    return (seconds(moment) + offset) // 86400


@lru_cache(maxsize=64)
def offsets(zone_name: str, until_year: int) -> tuple[tuple[datetime, int], ...]:
    """The zone's offsets from UTC in seconds, each with the moment it began, oldest first."""
    zone = ZoneInfo(zone_name)
    moment, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(until_year + 1, 1, 1, tzinfo=UTC)
    found = [(moment, _offset(moment, zone))]
    while moment < end:
        later = moment + timedelta(days=7)
        if _offset(later, zone) != found[-1][1]:
            turned = _turning(moment, later, zone)
            found.append((turned, _offset(turned, zone)))
        moment = later
    return tuple(found)


def _turning(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clock was turned, between two moments a week apart."""
    old, low, high = _offset(before, zone), int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(datetime.fromtimestamp(middle, UTC), zone) == old
        low, high = (middle, high) if same else (low, middle)
    return datetime.fromtimestamp(high, UTC)


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())
