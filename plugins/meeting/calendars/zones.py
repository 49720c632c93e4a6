"""The clock of a zone as a VTIMEZONE, for calendars that do not know the zone by its name.

Written here, because what `icalendar` 7.3 writes begins each summer an hour late: the start of an observance
is said by the clock that goes before it (RFC 5545, 3.6.5).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

Clock = tuple[timedelta, bool, str]


@lru_cache(maxsize=64)
def timezone_of(name: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE of a zone, right for these years."""
    zone = ZoneInfo(name)
    since, until = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", name)
    before = _clock(zone, since)
    component.add_component(_observance(datetime(first_year, 1, 1), before, before))  # noqa: DTZ001 - local
    for moment in _changes(zone, since, until):
        after = _clock(zone, moment)
        component.add_component(_observance((moment + before[0]).replace(tzinfo=None), before, after))
        before = after
    return component


def _observance(start: datetime, before: Clock, after: Clock) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if after[1] else TimezoneStandard()
    observance.add("dtstart", start)
    observance.add("tzoffsetfrom", before[0])
    observance.add("tzoffsetto", after[0])
    observance.add("tzname", after[2])
    return observance


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments at which the clock is put forward or back."""
    day, step = since, timedelta(days=1)
    while day < until:
        if _clock(zone, day) != _clock(zone, day + step):
            yield _first_with(zone, day, day + step)
        day += step


def _first_with(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second of the clock that goes at `late`, which did not go at `early`."""
    new = _clock(zone, late)
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (early, middle) if _clock(zone, middle) == new else (middle, late)
    return late


def _clock(zone: ZoneInfo, moment: datetime) -> Clock:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(0), bool(local.dst()), local.tzname() or ""
