"""Where a case stands, in words for its writer."""

from datetime import date

from hutong import gettext as _
from plugins.complaint.days import day_in_words
from plugins.complaint.models import LIVE_STATES, Case


def status_words(case: Case) -> str:
    """One short sentence."""
    words = {
        "new": _("It’s in the box. Nobody has opened it yet."),
        "working": _("Somebody is looking into it."),
        "asking": _("They have a question for you. Please answer below."),
        "merged": _("It is handled together with other letters about the same thing."),
    }
    if case.state == "new" and not case.unread:
        return _("It has been read.")
    if case.state != "closed":
        return words[case.state]
    outcomes = {
        "solved": _("Closed: put right."),
        "partly": _("Closed: partly put right."),
        "unfounded": _("Closed: they see it differently."),
        "withdrawn": _("Closed: you took it back."),
        "silent": _("Closed: there was no answer from you."),
    }
    return outcomes.get(case.outcome, _("Closed."))


def deadline_words(case: Case, today: date) -> str:
    """By when an answer comes, or that it is late; empty where nothing is due."""
    if case.answered_on is not None:
        return _("Answered on %(day)s.", day=day_in_words(case.answered_on))
    if case.answer_due is None or case.state not in LIVE_STATES:
        return ""
    due = day_in_words(case.answer_due)
    if case.answer_due >= today:
        return _("An answer is due by %(day)s.", day=due)
    return _("An answer was due by %(day)s. It is late, and whoever is in charge is told.", day=due)
