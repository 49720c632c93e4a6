"""Settings of a survey: its words, when it is open, how long answers stay, who is told."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from hutong import (
    day_and_time,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    notify,
    policy,
    texts_data,
    texts_form,
)
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.counting import answers_received
from plugins.survey.forms import WORDS, RulesForm, TimesForm
from plugins.survey.keeping import kept_for
from plugins.survey.models import Survey
from plugins.survey.operations import schedule_survey, set_rules, set_words
from plugins.survey.results import title_of


@blueprint.get("/<code>/settings")
@policy("staff")
def settings(code: str) -> str:
    """What is set now, a row each; and the switches."""
    survey = survey_or_404(code)
    return render_template(
        "survey/console/settings.html",
        survey=survey,
        title=title_of(survey, interface_language()),
        state=state_words(survey),
        answers=answers_received(survey.id),
        times=_times_line(survey, g.tenant.zone),
        kept=kept_for(survey.keep_days),
    )


@blueprint.route("/<code>/settings/words", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def words(code: str) -> ResponseReturnValue:
    """Title, who asks and why, thanks: in each of the survey's languages."""
    survey = survey_or_404(code, lock=request.method == "POST")
    saved = {"title": survey.title, **survey.texts}
    base = digest_of([survey.title, survey.texts])
    form = texts_form(WORDS, survey.languages)(data={**texts_data(saved), "base": base})
    if form.validate_on_submit():
        typed = form.texts()
        if form.base.data != base:
            return _conflict(survey, form, texts_data(saved), base)
        title = typed.pop("title")
        set_words(survey=survey, title=title, texts={name: text for name, text in typed.items() if text})
        notify(_("Saved. Customers see it when you publish."))
        return redirect(url_for("survey_console.settings", code=code))
    page = render_template("survey/console/words.html", survey=survey, form=form)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/<code>/settings/times", methods=["GET", "POST"])
@policy("staff", permission="survey.publish")
def times(code: str) -> ResponseReturnValue:
    """When it opens and closes, in the shop's own time, and after how many answers."""
    survey = survey_or_404(code, lock=request.method == "POST")
    theirs = {
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "cap": survey.cap,
    }
    base = digest_of([str(value) for value in theirs.values()])
    form = TimesForm(data={**theirs, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            return _conflict(survey, form, theirs, base)
        schedule_survey(
            survey=survey,
            opens_at=form.opens_at.data,
            closes_at=form.closes_at.data,
            cap=form.cap.data,
        )
        notify(_("Saved, in force at once."))
        return redirect(url_for("survey_console.settings", code=code))
    page = render_template("survey/console/times.html", survey=survey, form=form, zone=str(g.tenant.zone))
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/<code>/settings/rules", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def rules(code: str) -> ResponseReturnValue:
    """Languages, how long answers are kept, and how the owner hears of new ones."""
    survey = survey_or_404(code, lock=request.method == "POST")
    theirs = {
        "languages": survey.languages,
        "keep_days": survey.keep_days,
        "nameless": survey.nameless,
        "notify": survey.notify,
    }
    base = digest_of(theirs)
    form = RulesForm(data={**theirs, "base": base})
    form.offer(g.tenant.languages)
    if form.validate_on_submit():
        if form.base.data != base:
            return _conflict(survey, form, theirs, base)
        set_rules(
            survey=survey,
            languages=[language for language in g.tenant.languages if language in form.languages.data],
            keep_days=form.keep_days.data,
            nameless=form.nameless.data,
            notify=form.notify.data,
        )
        notify(_("Saved. Customers see it when you publish."))
        return redirect(url_for("survey_console.settings", code=code))
    page = render_template("survey/console/rules.html", survey=survey, form=form)
    return page, 422 if request.method == "POST" else 200


def _conflict(survey: Survey, form: FlaskForm, saved: Mapping[str, Any], base: str) -> ResponseReturnValue:
    title = title_of(survey, interface_language())
    return form_conflict_page(title, form, saved, base=base, back=request.path)


def _times_line(survey: Survey, zone: ZoneInfo) -> str:
    parts = []
    if survey.opens_at:
        parts.append(_("opens %(moment)s", moment=day_and_time(survey.opens_at, zone)))
    if survey.closes_at:
        parts.append(_("closes %(moment)s", moment=day_and_time(survey.closes_at, zone)))
    if survey.cap:
        parts.append(_("%(num)s answers at most", num=survey.cap))
    return _(", ").join(parts) or _("Open until you close it")
