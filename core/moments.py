"""Moments as the reader writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from core.i18n import interface_language


def day(moment: date) -> str:
    """31 May 2026; a day, or a moment in its reader's zone already."""
    is_chinese = interface_language() == "zh"
    pattern, locale = ("y 年 M 月 d 日", "zh") if is_chinese else ("d MMMM y", "en")
    return str(format_date(moment, pattern, locale=locale))


def day_of_year_and_time(moment: datetime) -> str:
    """31 May 2026, 22:00; `moment` is in its reader's zone already."""
    return _written(moment, chinese="y 年 M 月 d 日 HH:mm", english="d MMMM y, HH:mm")


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """31 May, 22:00, by the clock of `zone`."""
    return _written(moment.astimezone(zone), chinese="M 月 d 日 HH:mm", english="d MMMM, HH:mm")


def _written(moment: datetime, *, chinese: str, english: str) -> str:
    is_chinese = interface_language() == "zh"
    pattern, locale = (chinese, "zh") if is_chinese else (english, "en")
    return str(format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=locale))
