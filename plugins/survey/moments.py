"""Days and sentences as the reader writes them; times in the tenant's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from hutong import day_and_time, gettext as _, interface_language, now


def when(moment: datetime, zone: ZoneInfo) -> str:
    """Today 14:02, or the day and time."""
    local = moment.astimezone(zone)
    if local.date() == now().astimezone(zone).date():
        return _("today %(time)s", time=local.strftime("%H:%M"))
    return day_and_time(moment, zone)


def weekday(day: date, today: date) -> str:
    """One letter or so for a chart's axis; today by its name."""
    if day == today:
        return _("Today")
    chinese = interface_language() == "zh"
    return str(format_date(day, "ccccc" if chinese else "ccc", locale="zh" if chinese else "en"))


def sentences(parts: list[str]) -> str:
    """Sentences one after the other, as the reader's language sets them."""
    return ("" if interface_language() == "zh" else " ").join(parts)
