"""When a question is asked: its conditions as a list, and one of them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, notify, policy
from hutong.fields import DefinitionError, FormDefinition, Question
from plugins.survey.conditions import (
    WAYS,
    condition_from,
    condition_sources,
    joined_by,
    parts_of,
    way_of,
    with_part,
    without_part,
)
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.editing import Data, question_data, save_draft, with_condition
from plugins.survey.models import Survey


@blueprint.route("/<code>/q/<question_id>/when", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def when_asked(code: str, question_id: str) -> ResponseReturnValue:
    """The conditions under which a question is asked, and what it can hang on."""
    survey = survey_or_404(code, lock=request.method == "POST")
    question, definition = _question(survey, question_id)
    if request.method == "POST":
        _save(survey, question_id, _changed(_condition(survey, question_id)))
        return redirect(url_for("survey_console.when_asked", code=code, question_id=question_id))
    return render_template(
        "survey/console/when.html",
        survey=survey,
        question=question,
        parts=parts_of(question, definition, interface_language()),
        way=way_of(_condition(survey, question_id)),
        sources=condition_sources(definition, question_id),
    )


@blueprint.route("/<code>/q/<question_id>/when/<source_id>", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def condition(code: str, question_id: str, source_id: str) -> ResponseReturnValue:
    """One condition on an earlier question: a new one, or the one of ``?part=``."""
    survey = survey_or_404(code, lock=request.method == "POST")
    question, definition = _question(survey, question_id)
    sources = {source.id: source for source in condition_sources(definition, question_id)}
    source = sources.get(source_id) or abort(404)
    parts = {part.mark: part for part in parts_of(question, definition, interface_language())}
    mark = request.values.get("part", "")
    now = parts[mark].data if mark in parts else {}
    problem = ""
    if request.method == "POST":
        chosen = condition_from(source, request.form)
        problem = _("Choose at least one answer, or a number.")
        if chosen is not None:
            problem = _take(survey, question_id, chosen, mark, was_there=mark in parts)
            now = chosen
        if not problem:
            return redirect(url_for("survey_console.when_asked", code=code, question_id=question_id))
    page = render_template(
        "survey/console/condition.html",
        survey=survey,
        question=question,
        source=source,
        now=now,
        part=mark,
        problem=problem,
    )
    return page, 422 if problem else 200


def _take(survey: Survey, question_id: str, chosen: Data, mark: str, *, was_there: bool) -> str:
    """Save a condition; gives why it could not be."""
    try:
        _save(survey, question_id, with_part(_condition(survey, question_id), chosen, instead_of=mark))
    except DefinitionError:
        return _("A question can’t hang on more than this. Take one condition away first.")
    if mark and not was_there:
        notify(_("Somebody has changed that condition since. Yours was added; please look through them."))
    return ""


def _changed(condition: Data | None) -> Data | None:
    """What a button of the list makes of a condition."""
    if "always" in request.form:
        return None
    if "remove" in request.form:
        return without_part(condition, request.form["remove"])
    way = next((way for way in WAYS if way == request.form.get("way")), None) or abort(400)
    return joined_by(condition, way)


def _save(survey: Survey, question_id: str, condition: Data | None) -> None:
    save_draft(survey=survey, draft=with_condition(survey.draft, question_id, condition))
    notify(
        _("Saved. Customers see it when you publish."),
        undo_url=url_for("survey_console.undo", code=survey.code),
    )


def _question(survey: Survey, question_id: str) -> tuple[Question, FormDefinition]:
    if question_data(survey.draft, question_id) is None:
        abort(404)
    definition = FormDefinition.from_data(survey.draft)
    return definition.question(question_id), definition


def _condition(survey: Survey, question_id: str) -> Data | None:
    found: Data | None = (question_data(survey.draft, question_id) or {}).get("show_if")
    return found
