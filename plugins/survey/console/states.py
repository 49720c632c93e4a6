"""A survey's state in words, for the bar of every page and the list."""

from dataclasses import dataclass

from flask import g

from hutong import day_and_time, gettext as _
from plugins.survey.models import Survey
from plugins.survey.queries import why_closed


@dataclass(frozen=True, slots=True)
class StateWords:
    """`pill` is short, `line` says more, `kind` colours the pill."""

    pill: str
    line: str
    kind: str = ""


def state_words(survey: Survey) -> StateWords:
    """What the owner reads about whether answers are taken."""
    zone = g.tenant.zone
    match why_closed(survey):
        case "":
            if survey.closes_at is not None:
                return StateWords(
                    _("Open"),
                    _("Open, closes on %(moment)s", moment=day_and_time(survey.closes_at, zone)),
                    "open",
                )
            return StateWords(_("Open"), _("Open"), "open")
        case "early" if survey.opens_at is not None:
            return StateWords(
                _("Opens later"), _("Opens on %(moment)s", moment=day_and_time(survey.opens_at, zone)), "new"
            )
        case "paused":
            return StateWords(_("Paused"), _("Paused: customers see an honest page"), "new")
        case "full":
            return StateWords(_("Full"), _("Full: it has the answers it asked for"))
        case "draft":
            return StateWords(_("Draft"), _("Nobody sees it yet"))
        case _:
            return StateWords(_("Closed"), _("Closed"))
