"""Stages, shares and times in the reader's words."""

from babel.dates import format_timedelta
from flask_babel import format_decimal

from core.i18n import babel_locale, gettext as _, interface_language
from core.loop.queries import Step


def share_in_words(step: Step) -> str:
    """How many of a hundred went on; a dash where nobody was there to."""
    if step.share is None:
        return "–"
    if 0 < step.share < 1:
        return "<1%"
    return f"{format_decimal(round(step.share))}%"


def time_in_words(step: Step) -> str:
    """How long half of them took at most; empty where nobody went on."""
    if step.median_seconds is None:
        return ""
    if step.median_seconds < 60:
        return _("within a minute")
    language = babel_locale(interface_language())
    return _("in %(time)s", time=format_timedelta(step.median_seconds, threshold=1.5, locale=language))
