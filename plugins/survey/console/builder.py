"""The builder: a survey's questions as a list to add to, move, copy and delete."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, ngettext, notify, policy
from hutong.fields import DefinitionError, FormDefinition
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.counting import answers_received
from plugins.survey.describing import KIND_NAMES, condition_in_brief, question_in_brief, unpublished_changes
from plugins.survey.editing import (
    Data,
    UndoLostError,
    question_data,
    save_draft,
    undo_change,
    with_copy,
    with_order,
    with_page,
    with_question,
    with_step,
    without_question,
)
from plugins.survey.models import Survey
from plugins.survey.queries import version_of
from plugins.survey.ready import ready_choices, ready_question
from plugins.survey.results import title_of

STEPS = {"up": -1, "down": 1}


@blueprint.get("/<code>")
@policy("staff")
def builder(code: str) -> str:
    """The questions of the draft, page by page."""
    survey = survey_or_404(code)
    language = interface_language()
    definition = FormDefinition.from_data(survey.draft)
    version = version_of(survey.id, survey.version_number)
    return render_template(
        "survey/console/builder.html",
        survey=survey,
        title=title_of(survey, language),
        definition=definition,
        state=state_words(survey),
        changes=unpublished_changes(survey, version, language),
        answers=answers_received(survey.id),
        brief=question_in_brief,
        condition=lambda question: condition_in_brief(question, definition, language),
    )


@blueprint.get("/<code>/add")
@policy("staff", permission="survey.edit")
def add(code: str) -> str:
    """The sheet of kinds and of ready-made questions."""
    survey = survey_or_404(code)
    kinds = [{"name": kind, "label": label, "icon": kind} for kind, label in KIND_NAMES.items()]
    kinds.append({"name": "page", "label": _("New page"), "icon": "section"})
    return render_template(
        "survey/console/add.html",
        survey=survey,
        kinds=kinds,
        ready=ready_choices(survey.draft, interface_language()),
    )


@blueprint.post("/<code>/add")
@policy("staff", permission="survey.edit")
def add_chosen(code: str) -> ResponseReturnValue:
    """A kind opens the editor; a ready-made question or a page is added at once."""
    survey = survey_or_404(code, lock=True)
    kind = request.form.get("kind", "")
    if kind in KIND_NAMES:
        return redirect(url_for("survey_console.new_question", code=code, kind=kind))
    if kind == "page":
        return _change(survey, with_page, _("A page was added at the end."))
    question = ready_question(request.form.get("ready", "")) or abort(404)
    last = len(survey.draft["pages"]) - 1
    return _change(survey, lambda draft: with_question(draft, question, last), _("Added at the end."))


@blueprint.post("/<code>/q/<question_id>/move/<way>")
@policy("staff", permission="survey.edit")
def move(code: str, question_id: str, way: str) -> ResponseReturnValue:
    """One place up or down, also without script."""
    survey = _survey_with(code, question_id)
    step = STEPS.get(way) or abort(404)
    return _change(survey, lambda draft: with_step(draft, question_id, step), _("Moved."))


@blueprint.post("/<code>/pages/<int:page_index>/order")
@policy("staff", permission="survey.edit")
def reorder(code: str, page_index: int) -> ResponseReturnValue:
    """The order of a page after a drag: ids joined by commas."""
    survey = survey_or_404(code, lock=True)
    if page_index >= len(survey.draft["pages"]):
        abort(404)
    changed = with_order(survey.draft, page_index, request.form.get("order", "").split(","))
    if changed is None:
        return "", 409
    try:
        save_draft(survey=survey, draft=changed)
    except DefinitionError:
        return "", 409
    return "", 204


@blueprint.post("/<code>/q/<question_id>/copy")
@policy("staff", permission="survey.edit")
def copy_question(code: str, question_id: str) -> ResponseReturnValue:
    """A copy right below."""
    survey = _survey_with(code, question_id)
    mark = {"zh": "（副本）", "en": " (copy)"}
    return _change(survey, lambda draft: with_copy(draft, question_id, mark), _("Here is the copy."))


@blueprint.post("/<code>/q/<question_id>/delete")
@policy("staff", permission="survey.edit")
def delete_question(code: str, question_id: str) -> ResponseReturnValue:
    """Out of the draft; answers given to it before stay in the results."""
    survey = _survey_with(code, question_id)
    changed, freed, loosened = without_question(survey.draft, question_id)
    said = _("Deleted.")
    if freed:
        said += " " + ngettext(
            "%(num)s question that depended on it is asked of everybody now.",
            "%(num)s questions that depended on it are asked of everybody now.",
            freed,
        )
    if loosened:
        said += " " + ngettext(
            "%(num)s question has one condition less now.",
            "%(num)s questions have one condition less now.",
            loosened,
        )
    return _change(survey, lambda _draft: changed, said)


@blueprint.post("/<code>/undo")
@policy("staff", permission="survey.edit")
def undo(code: str) -> ResponseReturnValue:
    """Take the last change of the draft back."""
    survey = survey_or_404(code, lock=True)
    try:
        undo_change(survey=survey)
        notify(_("Undone."))
    except UndoLostError:
        notify(_("Somebody has changed the questions since; nothing was undone."), kind="bad")
    return redirect(url_for("survey_console.builder", code=code))


def _survey_with(code: str, question_id: str) -> Survey:
    survey = survey_or_404(code, lock=True)
    if question_data(survey.draft, question_id) is None:
        abort(404)
    return survey


def _change(survey: Survey, change: Callable[[Data], Data], said: str) -> ResponseReturnValue:
    try:
        save_draft(survey=survey, draft=change(survey.draft))
        notify(said, undo_url=url_for("survey_console.undo", code=survey.code))
    except DefinitionError:
        notify(_("That order doesn’t work: a question can only depend on one above it."), kind="bad")
    return redirect(url_for("survey_console.builder", code=survey.code))
