"""Months to tap days in: checkboxes, so that they need no script."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, get_day_names

from hutong import interface_language

MONTHS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month; `is_past` ones cannot be tapped."""

    iso: str
    number: int
    words: str
    is_past: bool
    is_today: bool
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks; days of its neighbours are None. It is open at first where something is checked."""

    title: str
    weeks: list[list[Day | None]]
    is_open: bool


def months(today: date, checked: Collection[str]) -> list[Month]:
    """This month and the next ones."""
    first, found = today.replace(day=1), []
    for number in range(MONTHS):
        weeks = [
            [_day(day, today, checked) if day.month == first.month else None for day in week]
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
            if week[-1] >= today
        ]
        is_first = number == 0 or (number == 1 and today.day > 20)
        is_open = is_first or any(day.is_checked for week in weeks for day in week if day)
        found.append(Month(_words(first, "y 年 M 月", "MMMM y"), weeks, is_open))
        first = (first + timedelta(days=31)).replace(day=1)
    return found


def weekdays() -> list[tuple[str, str]]:
    """Mo and Monday, from Monday on."""
    locale = _locale()
    short, wide = (get_day_names(width, "stand-alone", locale) for width in ("narrow", "wide"))
    return [(str(short[number]), str(wide[number])) for number in range(7)]


def _day(day: date, today: date, checked: Collection[str]) -> Day:
    iso = day.isoformat()
    words = _words(day, "M 月 d 日 EEEE", "EEEE d MMMM")
    return Day(iso, day.day, words, day < today, day == today, iso in checked)


def _words(day: date, chinese: str, english: str) -> str:
    locale = _locale()
    return str(format_date(day, chinese if locale == "zh" else english, locale=locale))


def _locale() -> str:
    return "zh" if interface_language() == "zh" else "en"
