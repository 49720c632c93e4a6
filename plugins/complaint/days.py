"""The community's calendar day: the only clock of the complaint box."""

from datetime import date

from babel.dates import format_date

from hutong import TenantInfo, babel_locale, interface_language, now


def today(tenant: TenantInfo) -> date:
    """The day it is now, where the community is."""
    return now().astimezone(tenant.zone).date()


def day_in_words(day: date) -> str:
    """31 May, as the reader writes it."""
    language = interface_language()
    pattern = "M 月 d 日" if language == "zh" else "d MMMM"
    return str(format_date(day, pattern, locale=babel_locale(language)))


def whole_day_in_words(day: date) -> str:
    """31 May 2026, as the reader writes it: for what is kept longer than a year."""
    language = interface_language()
    pattern = "y 年 M 月 d 日" if language == "zh" else "d MMMM y"
    return str(format_date(day, pattern, locale=babel_locale(language)))
