"""Dates of a poll in the reader's words, and the clocks a reader can choose."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from hutong import gettext as _, interface_language, now
from plugins.meeting.models import DateOption
from plugins.meeting.when import span_in_words, zone_in_words, zone_named

CITIES = (
    "Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Mexico_City "
    "America/Chicago America/New_York America/Toronto America/Bogota America/Lima America/Caracas "
    "America/Halifax America/Santiago America/St_Johns America/Argentina/Buenos_Aires "
    "America/Sao_Paulo Atlantic/Azores Africa/Casablanca Europe/London Europe/Lisbon Africa/Lagos "
    "Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Africa/Cairo Africa/Johannesburg "
    "Europe/Athens Europe/Kyiv Europe/Istanbul Africa/Nairobi Asia/Riyadh Europe/Moscow Asia/Tehran "
    "Asia/Dubai Asia/Kabul Asia/Karachi Asia/Tashkent Asia/Kolkata Asia/Kathmandu Asia/Dhaka "
    "Asia/Almaty Asia/Yangon Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Shanghai Asia/Hong_Kong "
    "Asia/Taipei Asia/Singapore Australia/Perth Asia/Urumqi Asia/Seoul Asia/Tokyo Australia/Adelaide "
    "Australia/Brisbane Australia/Sydney Pacific/Noumea Pacific/Auckland Pacific/Tongatapu"
).split()
"""What is offered to choose from; any other zone that a browser names is taken as well."""


class Written(NamedTuple):
    """A date as its voters read it."""

    day: str
    time: str


def written(option: DateOption, zone: ZoneInfo, own: ZoneInfo) -> Written:
    """Day and time by the clock of `zone`; whole days are those of the meeting's `own`."""
    if option.all_day:
        last = option.ends_at.astimezone(own) - timedelta(microseconds=1)
        first = option.starts_at.astimezone(own)
        day = _day(first) if first.date() == last.date() else f"{_day(first)} – {_day(last)}"
        return Written(day, _("all day"))
    start, end = option.starts_at.astimezone(zone), option.ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end)} {end:%H:%M}"
    return Written(_day(start), f"{start:%H:%M}–{until}{_which(start)}")


def in_one_line(option: DateOption, zone: ZoneInfo) -> str:
    """Sat 22 May 2027, 14:00–15:30."""
    return span_in_words(option.starts_at, option.ends_at, zone, all_day=option.all_day)


def how_long_ago(moment: datetime) -> str:
    """2 hours ago."""
    locale = "zh" if interface_language() == "zh" else "en"
    return str(format_timedelta(moment - now(), add_direction=True, locale=locale, granularity="minute"))


def zone_choices(*also: ZoneInfo) -> list[tuple[str, str]]:
    """Clocks from west to east, with those that matter here."""
    return list(_zones(interface_language(), tuple(sorted({*CITIES, *(zone.key for zone in also)}))))


@lru_cache(maxsize=64)
def _zones(_language: str, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    moment = now()
    zones = sorted((zone_named(key) for key in keys), key=lambda zone: (_offset(moment, zone), zone.key))
    return tuple((zone.key, zone_in_words(zone)) for zone in zones)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _day(moment: datetime) -> str:
    is_chinese = interface_language() == "zh"
    year = "" if moment.year == now().astimezone(moment.tzinfo).year else "y"
    if is_chinese:
        pattern, locale = f"{'y 年 ' if year else ''}M 月 d 日 EEEE", "zh"
    else:
        pattern, locale = f"EEEE d MMMM{' y' if year else ''}", "en"
    return str(format_date(moment, pattern, locale=locale))


def _which(start: datetime) -> str:
    """Which of two equal hours it is, where the clocks go back: (UTC−4)."""
    other = start.replace(fold=1 - start.fold).utcoffset()
    offset = start.utcoffset()
    if offset is None or other == offset:
        return ""
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''})"
