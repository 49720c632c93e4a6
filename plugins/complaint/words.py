"""Days and months in the reader's language."""

from datetime import date

from babel.dates import format_skeleton

from hutong import babel_locale, interface_language


def month_name(month: date) -> str:
    """For example "November 2026"."""
    return str(format_skeleton("yMMMM", month, locale=babel_locale(interface_language())))
