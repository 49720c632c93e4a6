"""Opening hours in words: "open now, until 21:00", "Mon to Fri", "7:30 – 21:00"."""

import datetime as dt
from typing import Literal

from babel.dates import format_date, get_day_names

from hutong import babel_locale, gettext as _
from plugins.site.blocks.hours import Ranges
from plugins.site.opening import Opening, WeekRow


def clock(text: str) -> str:
    """``07:30`` as people read it."""
    hours, _colon, minutes = text.partition(":")
    return f"{int(hours)}:{minutes}"


def ranges_in_words(ranges: Ranges) -> str:
    """The ranges of a day; a day without any is closed."""
    if not ranges:
        return _("closed")
    if ranges == (("00:00", "24:00"),):
        return _("all day")
    return _(", ").join(f"{clock(opens)} – {clock(closes)}" for opens, closes in ranges)


def days_in_words(row: WeekRow, language: str) -> str:
    """``周一至周五``, ``Mon to Fri``; all seven are "every day"."""
    if row.first == 0 and row.last == 6:
        return _("Every day")
    first, last = weekday(row.first, language), weekday(row.last, language)
    return first if row.first == row.last else _("%(first)s to %(last)s", first=first, last=last)


def weekday(index: int, language: str) -> str:
    """The name of a weekday; 0 is Monday."""
    width: Literal["abbreviated", "wide"] = "abbreviated" if language == "zh" else "wide"
    return str(get_day_names(width, locale=babel_locale(language))[index])


def date_in_words(day: dt.date, language: str) -> str:
    """``2 月 6 日 周六`` / ``Sat 6 Feb``."""
    pattern = "M 月 d 日 EEE" if language == "zh" else "EEE d MMM"
    return format_date(day, pattern, locale=babel_locale(language))


def state_in_words(opening: Opening, language: str) -> str:
    """The line of the open sign."""
    return _open(opening) if opening.is_open else _shut(opening, language)


def _open(opening: Opening) -> str:
    until = opening.until
    if until is None:
        return _("Open now")
    time = f"{until.hour}:{until.minute:02}"
    if opening.days_ahead == 0:
        if until.hour >= 18:
            return _("Open now, until %(time)s tonight", time=time)
        return _("Open now, until %(time)s", time=time)
    if until.hour == until.minute == 0:
        return _("Open now, until midnight")
    if until.hour < 6:
        return _("Open now, until %(time)s at night", time=time)
    return _("Open now, until tomorrow at %(time)s", time=time)


def _shut(opening: Opening, language: str) -> str:
    until = opening.until
    if until is None:
        return _("Closed now")
    time = f"{until.hour}:{until.minute:02}"
    if opening.days_ahead == 0:
        return _("Closed now, opens at %(time)s", time=time)
    if opening.days_ahead == 1:
        if until.hour < 12:
            return _("Closed now, opens tomorrow morning at %(time)s", time=time)
        return _("Closed now, opens tomorrow at %(time)s", time=time)
    day = weekday(until.weekday(), language)
    if opening.days_ahead >= 7:
        day = date_in_words(until.date(), language)
    return _("Closed now, opens %(day)s at %(time)s", day=day, time=time)
