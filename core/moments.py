"""Moments as the reader writes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from core.i18n import interface_language


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """31 May, 22:00, by the clock of `zone`."""
    chinese = interface_language() == "zh"
    pattern = "M 月 d 日 HH:mm" if chinese else "d MMMM, HH:mm"
    return str(format_datetime(moment.astimezone(zone), pattern, locale="zh" if chinese else "en"))
