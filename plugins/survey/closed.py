"""The honest page of a survey that takes no answers: why, until when, and what was typed is not lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g, render_template

from hutong import day_and_time, gettext as _, ngettext, text_in
from plugins.survey.asking import Asking, content_language
from plugins.survey.counting import answers_received
from plugins.survey.models import Survey
from plugins.survey.moments import sentences


def closed_page(
    survey: Survey, why: str, asking: Asking | None = None, typed: Mapping[str, Any] | None = None
) -> str:
    """Says why no answer is taken; `typed` are words that came too late, to be copied from the page."""
    language = content_language(survey.languages)
    title, text = _words(survey, why)
    return render_template(
        "survey/closed.html",
        picture="gate-paused" if why == "paused" else "gate-wait" if why == "early" else "gate-closed",
        heading=title,
        text=text,
        survey_title=text_in(survey.title, language, survey.languages),
        own_words=_own_words(asking, typed or {}),
        content_lang=language,
        messages=[],
    )


def _words(survey: Survey, why: str) -> tuple[str, str]:
    if why == "early" and survey.opens_at is not None:
        return _("It isn’t open yet"), _("This survey opens on %(moment)s.", moment=_moment(survey.opens_at))
    if why == "paused":
        return _("Paused for a while"), _(
            "No answers are taken just now. Your code still works when it’s back."
        )
    if why == "full":
        return _("Every place is taken"), _(
            "This survey has all the answers it asked for. Thank you for coming."
        )
    if why == "closed":
        parts = []
        if survey.closes_at is not None:
            parts.append(_("It closed on %(moment)s.", moment=_moment(survey.closes_at)))
        if count := answers_received(survey.id):
            parts.append(
                ngettext("It received %(num)s answer in all.", "It received %(num)s answers in all.", count)
            )
        return _("This survey has ended"), sentences(parts)
    return _("Not open yet"), _("This survey is still being prepared. Please come back later.")


def _moment(moment: datetime) -> str:
    return day_and_time(moment, g.tenant.zone)


def _own_words(asking: Asking | None, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    if asking is None:
        return []
    return [
        (text_in(question.title, asking.language, asking.languages), typed[question.id])
        for question in asking.definition.asking
        if isinstance(typed.get(question.id), str) and question.kind in ("short_text", "long_text")
    ]
