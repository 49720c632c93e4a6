"""Which days are worked on: a country's weekends and public holidays, and the days a business is closed.

China's make-up working days (调休) are known for every year that has been announced, which happens each
November; of later years only the statutory holidays are known, with plain weekends around them. A deadline
that was set stays as it was set: what is announced afterwards moves no promise.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The working days of a country, but for the business's own closed days."""

    country: str = ""
    closed: tuple[date, ...] = ()

    def __contains__(self, day: date) -> bool:
        return day not in self.closed and _is_worked(self.country, day)

    def on_or_after(self, day: date) -> date:
        """The first business day that is not before `day`."""
        while day not in self:
            day += _ONE
        return day

    def after(self, day: date, count: int = 1) -> date:
        """The business day that comes `count` business days after `day`."""
        for _number in range(count):
            day = self.on_or_after(day + _ONE)
        return day

    def on_or_before(self, day: date) -> date:
        """The last business day that is not after `day`."""
        while day not in self:
            day -= _ONE
        return day

    def before(self, day: date) -> date:
        """The last business day before `day`."""
        return self.on_or_before(day - _ONE)


def country_of(zone: ZoneInfo | str) -> str:
    """The country most people of a time zone live in; empty for a zone without one (UTC)."""
    found = str(get_global("zone_territories").get(str(zone), ""))
    return found if found in known_countries() else ""


@cache
def known_countries() -> frozenset[str]:
    """The countries whose holidays are known, as ISO codes of two letters."""
    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=10_000)
def _is_worked(country: str, day: date) -> bool:
    if country not in known_countries():
        return day.weekday() < 5
    return _year(country, day.year).is_working_day(day)


@cache
def _year(country: str, year: int) -> holidays.HolidayBase:
    """A country's year, never grown while it is asked: that would not be safe between threads."""
    return holidays.country_holidays(country, years=year, expand=False)
