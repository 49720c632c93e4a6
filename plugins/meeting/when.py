"""When a meeting is, in the reader's words, by the clock of a zone that is named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_time, get_timezone_location

from hutong import babel_locale, gettext as _, interface_language
from plugins.meeting.models import Meeting

ZONES = frozenset(available_timezones())
_NO_PLACE = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Etc/Universal", "Universal"})


def zone_named(name: str, instead: str = "UTC") -> ZoneInfo:
    """The zone of this IANA name; `instead` where nobody knows the name, as a browser may send anything."""
    return ZoneInfo(name if name in ZONES else instead)


def zone_of(meeting: Meeting) -> ZoneInfo:
    """The zone in which a meeting is held."""
    return zone_named(meeting.zone)


def zone_in_words(zone: ZoneInfo) -> str:
    """Shanghai time: what the reader calls the clock."""
    if zone.key in _NO_PLACE:
        return "UTC"
    place = get_timezone_location(zone, locale=babel_locale(interface_language()), return_city=True)
    return _("%(place)s time", place=place)


def meeting_in_words(meeting: Meeting, zone: ZoneInfo | None = None) -> str:
    """When it is by the clock of `zone`, its own if none is given; "no date yet" before there is one."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return _("No date yet")
    own = zone_of(meeting)
    return span_in_words(
        meeting.starts_at, meeting.ends_at, own if meeting.all_day else zone or own, all_day=meeting.all_day
    )


def span_in_words(start: datetime, end: datetime, zone: ZoneInfo, *, all_day: bool = False) -> str:
    """Sat 22 May 2027, 14:00–15:30; days where `all_day`, whose end is the midnight after the last."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if all_day:
        last_day = (last - timedelta(microseconds=1)).date()
        return _day(first) if last_day == first.date() else f"{_day(first)} – {_day(last_day)}"
    if first.date() == last.date():
        return f"{_day(first)}{_between()}{_time(first)}–{_time(last)}"
    return f"{_day(first)}{_between()}{_time(first)} – {_day(last)}{_between()}{_time(last)}"


def clock_span(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    """14:00–15:30 by the clock of `zone`; empty without a beginning."""
    if start is None:
        return ""
    first = _time(start.astimezone(zone))
    return f"{first}–{_time(end.astimezone(zone))}" if end else first


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the calendar: month and weekday as the reader writes them, and the day."""

    month: str
    day: str
    weekday: str


def leaf_of(meeting: Meeting) -> Leaf | None:
    """The day on which a meeting starts in its zone; None before it has one."""
    if meeting.starts_at is None:
        return None
    first = meeting.starts_at.astimezone(zone_of(meeting))
    is_chinese = interface_language() == "zh"
    month, locale = ("M 月", "zh") if is_chinese else ("MMM", "en")
    words = [str(format_date(first, pattern, locale=locale)) for pattern in (month, "d", "EEE")]
    return Leaf(*words)


def _day(moment: date) -> str:
    is_chinese = interface_language() == "zh"
    pattern, locale = ("y 年 M 月 d 日 EEE", "zh") if is_chinese else ("EEE d MMM y", "en")
    return str(format_date(moment, pattern, locale=locale))


def _between() -> str:
    return " " if interface_language() == "zh" else ", "


def _time(moment: datetime) -> str:
    return str(format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale="en"))
