"""Meetings that come again: where a rule puts them by the clock of their zone, and the rule in words.

A rule has the words of RFC 5545 (3.3.10), in lower case: ``freq`` (daily, weekly, monthly), ``interval``, and
``count`` or ``until`` (the last day, as text, by the clock of the zone); a monthly one has ``bymonthday``
(``[22]``) or ``byday`` (``["2TU"]``, ``["-1FR"]``).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from hutong import babel_locale, day, gettext as _, interface_language, ngettext

MOST = 60
"""Meetings that a rule makes at most."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FAR = 40 * 12
"""Months that are looked at: a 31st or a fifth Friday comes in these often enough for any rule."""


def nth_weekday(first: date, *, from_end: bool = False) -> str:
    """What a day is of its month: ``2TU``; ``-1TU`` from the end."""
    return f"{-1 if from_end else (first.day - 1) // 7 + 1}{DAYS[first.weekday()]}"


def is_in_last_week(first: date) -> bool:
    """Whether no day with the same name follows in this month."""
    return first.day + 7 > monthrange(first.year, first.month)[1]


def days_of(rule: Mapping[str, Any], first: date) -> list[date]:
    """The days of a rule that begins on `first`, which is the first of them; never more than `MOST`."""
    found = _all_days(rule, first)
    if rule.get("until"):
        last = date.fromisoformat(rule["until"])
        found = takewhile(lambda one: one <= last, found)
    return list(islice(found, min(int(rule.get("count") or MOST), MOST)))


def moments_of(rule: Mapping[str, Any], starts_at: datetime, zone: ZoneInfo) -> list[datetime]:
    """The beginnings, in UTC: the same time by the clock of `zone` on each day.

    A time that the clocks skip on one of the days is as much later as they are put forward (RFC 5545, 3.3.5).
    """
    local = starts_at.astimezone(zone)
    return [at_wall(one, local.time(), zone) for one in days_of(rule, local.date())]


def at_wall(on: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which it is `clock` in `zone` on a day."""
    return datetime.combine(on, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


def end_of(starts_at: datetime, like: tuple[datetime, datetime], zone: ZoneInfo) -> datetime:
    """When a meeting ends that lasts as long by the clock as the one `like`."""
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in like)
    end = starts_at.astimezone(zone).replace(tzinfo=None) + (last - first)
    return end.replace(tzinfo=zone).astimezone(UTC)


def rule_in_words(rule: Mapping[str, Any]) -> str:
    """Every two weeks, 10 times; empty where there is no rule."""
    if not rule:
        return ""
    again = _again(rule)
    if rule.get("until"):
        return _("%(rule)s, until %(day)s", rule=again, day=day(date.fromisoformat(rule["until"])))
    if rule.get("count"):
        return _(
            "%(rule)s, %(times)s", rule=again, times=ngettext("%(num)s time", "%(num)s times", rule["count"])
        )
    return again


def _all_days(rule: Mapping[str, Any], first: date) -> Iterator[date]:
    interval = max(int(rule.get("interval") or 1), 1)
    if rule["freq"] == "monthly":
        yield from _monthly(rule, first, interval)
        return
    step = timedelta(days=interval * (7 if rule["freq"] == "weekly" else 1))
    while True:
        yield first
        first += step


def _monthly(rule: Mapping[str, Any], first: date, interval: int) -> Iterator[date]:
    for ahead in range(0, _FAR, interval):
        month = first.year * 12 + first.month - 1 + ahead
        found = _in_month(rule, month // 12, month % 12 + 1, first.day)
        if found is not None and found >= first:
            yield found


def _in_month(rule: Mapping[str, Any], year: int, month: int, usual: int) -> date | None:
    last = monthrange(year, month)[1]
    if not rule.get("byday"):
        number = int((rule.get("bymonthday") or [usual])[0])
    else:
        name = str(rule["byday"][0])
        nth, weekday = int(name[:-2]), DAYS.index(name[-2:])
        earliest = 1 + (weekday - date(year, month, 1).weekday()) % 7
        number = earliest + 7 * (nth - 1) if nth > 0 else earliest + 7 * ((last - earliest) // 7)
    return date(year, month, number) if number <= last else None


def _again(rule: Mapping[str, Any]) -> str:
    interval = max(int(rule.get("interval") or 1), 1)
    if rule["freq"] == "daily":
        return _("Every day") if interval == 1 else _("Every %(days)s days", days=interval)
    if rule["freq"] == "weekly":
        return _("Every week") if interval == 1 else _("Every %(weeks)s weeks", weeks=interval)
    which = _which(rule)
    if interval == 1:
        return _("Every month on %(which)s", which=which) if which else _("Every month")
    if which:
        return _("Every %(months)s months on %(which)s", months=interval, which=which)
    return _("Every %(months)s months", months=interval)


def _which(rule: Mapping[str, Any]) -> str:
    if rule.get("bymonthday"):
        return _("the %(number)s.", number=rule["bymonthday"][0])
    if not rule.get("byday"):
        return ""
    name = str(rule["byday"][0])
    weekday = get_day_names(
        "abbreviated" if interface_language() == "zh" else "wide", locale=babel_locale(interface_language())
    )[DAYS.index(name[-2:])]
    orders = {
        "1": _("the first %(day)s", day=weekday),
        "2": _("the second %(day)s", day=weekday),
        "3": _("the third %(day)s", day=weekday),
        "4": _("the fourth %(day)s", day=weekday),
        "5": _("the fifth %(day)s", day=weekday),
    }
    return orders.get(name[:-2], _("the last %(day)s", day=weekday))
