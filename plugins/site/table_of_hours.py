"""The table of an hours block: the week in few rows, today marked, days that differ below."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hutong import gettext as _
from plugins.site.blocks.hours import Hours
from plugins.site.opening import coming_specials, week_rows
from plugins.site.opening_words import date_in_words, days_in_words, ranges_in_words


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of the table."""

    days: str
    times: str
    is_today: bool = False
    note: str = ""


def hours_rows(
    hours: Hours, today: dt.date, language: str, text: Callable[[Mapping[str, str]], str]
) -> list[HoursRow]:
    """The rows from Monday on; special days of the coming weeks follow, today's among them."""
    rows = [
        HoursRow(days_in_words(row, language), ranges_in_words(row.ranges), row.is_today)
        for row in week_rows(hours, today)
    ]
    for special in coming_specials(hours, today):
        is_today = special.date == today
        days = _("Today") if is_today else date_in_words(special.date, language)
        rows.append(HoursRow(days, ranges_in_words(special.ranges), is_today, text(special.note)))
    return rows
