"""A series with a rule as calendars have it: the rule, and what departs from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrule, rrulestr
from icalendar import Event, vRecur

from plugins.meeting.calendars.events import Words, event_of, in_calendar, times_of
from plugins.meeting.models import Meeting, Series
from plugins.meeting.when import zone_of

SAID = ("freq", "interval", "byday", "bymonthday", "bymonth", "bysetpos", "wkst")
"""What is taken from a rule; its end is the last meeting there is."""
MOST = 1000
Tell = Callable[[Meeting], Words]


def series_events(
    series: Series, meetings: Sequence[Meeting], words_of: Tell, stamp: datetime | None = None
) -> list[Event]:
    """Events of what takes place of a series: `meetings` are all of it, in their order, with what is off.

    The first that stands where the rule puts it is the pattern. A date of the rule without a meeting is left
    out, and a meeting that differs from the pattern has an event of its own. Where the rule does not give
    the dates of all meetings, for it was changed, each stands alone under the series' name.
    """
    taking_place = [one for one in meetings if one.state == "open" and one.recurs_at and one.starts_at]
    if not taking_place:
        return []
    pattern = next((one for one in taking_place if one.starts_at == one.recurs_at), None)
    dates = _dates(series.rule, taking_place) if pattern else None
    if pattern is None or dates is None or not _is_even(pattern, dates[0]):
        return [event_of(one, words_of(one), stamp=stamp) for one in taking_place]
    found = {one.recurs_at for one in taking_place}
    words = words_of(pattern)
    master = _master(pattern, words, series, taking_place, stamp)
    master["sequence"] = sum(one.sequence for one in meetings)
    left_out = [in_calendar(pattern, moment) for moment in dates if moment not in found]
    if left_out:
        master.add("exdate", left_out)
    told = [(one, words_of(one)) for one in taking_place]
    others = [(one, own) for one, own in told if _departs(one, pattern) or not _same(own, words)]
    return [master, *(event_of(one, own, stamp=stamp) for one, own in others)]


def rule_words(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an RRULE (RFC 5545, 3.3.10), without its end."""
    return {name: _loud(rule[name]) for name in SAID if rule.get(name)}


def _loud(value: Any) -> Any:
    if isinstance(value, list):
        return [_loud(one) for one in value]
    return value.upper() if isinstance(value, str) else value


def _dates(rule: Mapping[str, Any], meetings: Sequence[Meeting]) -> list[datetime] | None:
    """When the rule puts meetings, from the first to the last of `meetings`; None where it does not put
    all of these there.
    """
    moments = sorted(one.recurs_at for one in meetings if one.recurs_at)
    zone = zone_of(meetings[0])
    first, last = (one.astimezone(zone).replace(tzinfo=None) for one in (moments[0], moments[-1]))
    words: bytes = vRecur(rule_words(rule)).to_ical()  # type: ignore[no-untyped-call]
    found: rrule = rrulestr(words.decode(), dtstart=first)
    local = [one for one, _ in zip(found.xafter(first, inc=True), range(MOST), strict=False) if one <= last]
    dates = [one.replace(tzinfo=zone).astimezone(UTC) for one in local]
    are_plain = [_bare(in_calendar(meetings[0], one)) for one in dates] == [
        one.date() if meetings[0].all_day else one for one in local
    ]
    are_alike = len({(one.zone, one.all_day) for one in meetings}) == 1
    return dates if are_plain and are_alike and set(moments) <= set(dates) else None


def _master(
    pattern: Meeting, words: Words, series: Series, meetings: Sequence[Meeting], stamp: datetime | None
) -> Event:
    event = event_of(pattern, words, stamp=stamp)
    first, last = (in_calendar(pattern, moment) for moment in _ends(meetings))
    event.pop("recurrence-id")
    for name, value in (("dtstart", first), ("dtend", first + _length(pattern)[0])):
        event.pop(name)
        event.add(name, value)
    until = last.astimezone(UTC) if isinstance(last, datetime) else last
    event.add("rrule", vRecur(rule_words(series.rule) | {"until": [until]}))
    return event


def _ends(meetings: Sequence[Meeting]) -> tuple[datetime, datetime]:
    """The first and the last date of the rule that has a meeting."""
    moments = [one.recurs_at for one in meetings if one.recurs_at]
    return min(moments), max(moments)


def _length(meeting: Meeting) -> tuple[timedelta, timedelta]:
    """How long it is by the clock on the wall, and in truth: once a year they differ by an hour."""
    start, end = times_of(meeting)
    return _bare(end) - _bare(start), _true(end) - _true(start)


def _bare(moment: date) -> date:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


def _true(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _is_even(pattern: Meeting, first: datetime) -> bool:
    """Whether the first date is as long as the pattern; from it calendars take how long all others are."""
    start = in_calendar(pattern, first)
    wall, true = _length(pattern)
    return _true(start + wall) - _true(start) == true


def _departs(one: Meeting, pattern: Meeting) -> bool:
    return one.starts_at != one.recurs_at or _length(one) != _length(pattern)


def _same(one: Words, other: Words) -> bool:
    """But for the address: each meeting has its own page."""
    return replace(one, url=other.url) == other
