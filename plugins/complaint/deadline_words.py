"""Deadlines as mails to handlers say them."""

from datetime import date

from babel.dates import format_date

from hutong import gettext as _, interface_language, ngettext


def day_words(day: date) -> str:
    """Tuesday, 24 November."""
    chinese = interface_language() == "zh"
    return format_date(
        day, "M 月 d 日，EEEE" if chinese else "EEEE, d MMMM", locale="zh" if chinese else "en"
    )


def due_words(due: date, today: date) -> str:
    """Due today, due in 3 days, 2 days over."""
    left = (due - today).days
    if left < 0:
        return ngettext("%(num)s day over", "%(num)s days over", -left)
    if left < 2:
        return _("due tomorrow") if left else _("due today")
    return ngettext("due in %(num)s day", "due in %(num)s days", left)
