"""The calendar of points and memberships."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later; the last of a shorter month (31 January → 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
