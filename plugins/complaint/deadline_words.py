"""Promises and deadlines as people say them."""

from datetime import date

from babel.dates import format_date

from hutong import gettext as _, interface_language, ngettext
from plugins.complaint.deadlines import Terms


def day_words(day: date) -> str:
    """Tuesday, 24 November."""
    chinese = interface_language() == "zh"
    return format_date(
        day, "M 月 d 日，EEEE" if chinese else "EEEE, d MMMM", locale="zh" if chinese else "en"
    )


def promise_words(terms: Terms) -> str:
    """What a box promises, for whoever is about to write; empty where it promises nothing."""
    if terms.pack == "shop":
        return _("You get an answer by the end of our next working day.")
    answer = _answer_words(terms)
    if not terms.ack_days:
        return answer
    confirmed = _within(terms.ack_days, is_business=terms.business_days)
    said = _("We tell you within %(time)s that your letter has come.", time=confirmed)
    return said + ("" if interface_language() == "zh" else " ") + answer if answer else said


def by_when(due: date | None, today: date) -> str:
    """For a writer who waits: by when they hear from the business; empty where nothing is promised."""
    if due is None:
        return ""
    if due < today:
        return _(
            "An answer was due on %(day)s. Those who answer for this box have been told.", day=day_words(due)
        )
    if due == today:
        return _("You hear from us today.")
    return _("You hear from us by %(day)s.", day=day_words(due))


def due_words(due: date | None, today: date) -> str:
    """For a row of a list: due today, due in 3 days, 2 days over."""
    if due is None:
        return ""
    left = (due - today).days
    if left < 0:
        return ngettext("%(num)s day over", "%(num)s days over", -left)
    if left < 2:
        return _("due tomorrow") if left else _("due today")
    return ngettext("due in %(num)s day", "due in %(num)s days", left)


def _answer_words(terms: Terms) -> str:
    if terms.answer_months:
        time = ngettext("%(num)s month", "%(num)s months", terms.answer_months)
    elif terms.answer_days:
        time = _within(terms.answer_days, is_business=terms.business_days)
    else:
        return ""
    return _("You get an answer within %(time)s.", time=time)


def _within(days: int, *, is_business: bool) -> str:
    if is_business:
        return ngettext("%(num)s working day", "%(num)s working days", days)
    return ngettext("%(num)s day", "%(num)s days", days)
