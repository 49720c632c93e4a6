"""Editing one question, and when it is asked."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import conflict_page, digest_of, gettext as _, interface_language, language_name, notify, policy
from hutong.fields import DefinitionError, FormDefinition, new_id
from plugins.survey.conditions import condition_sources
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.describing import KIND_NAMES, condition_in_brief, question_facts
from plugins.survey.editing import (
    Data,
    find_question,
    question_data,
    save_draft,
    with_question,
)
from plugins.survey.models import Survey
from plugins.survey.question_forms import (
    EMPTY_LINES,
    WITH_OPTIONS,
    form_data_of,
    options_in,
    question_form,
    question_in,
)
from plugins.survey.results import title_of


@blueprint.route("/<code>/new/<kind>", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def new_question(code: str, kind: str) -> ResponseReturnValue:
    """A question that does not exist until it is saved."""
    survey = survey_or_404(code, lock=request.method == "POST")
    if kind not in KIND_NAMES:
        abort(404)
    page = len(survey.draft["pages"]) - 1
    return _edit(survey, {"id": new_id(), "kind": kind}, page, base="")


@blueprint.route("/<code>/q/<question_id>", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def question(code: str, question_id: str) -> ResponseReturnValue:
    """One question of the draft."""
    survey = survey_or_404(code, lock=request.method == "POST")
    found = question_data(survey.draft, question_id)
    if found is None and request.form.get("kind") in KIND_NAMES:
        gone = {"id": question_id, "kind": request.form["kind"]}
        return _edit(survey, gone, 0, base="")
    if found is None:
        abort(404)
    page, _place = find_question(survey.draft, question_id) or (0, 0)
    return _edit(survey, found, page, base=digest_of(found))


def _edit(survey: Survey, before: Data, page: int, base: str) -> ResponseReturnValue:
    kind, languages = before["kind"], survey.languages
    made = question_form(kind, languages, len(survey.draft["pages"]))
    form = made(data=form_data_of(before, languages, page, base))
    form.page.choices = made.page_choices
    lines = options_in(request.form, languages) if request.method == "POST" else before.get("options", [])
    if request.method == "POST" and _is_step(lines):
        return _page(survey, before, form, lines)
    if form.validate_on_submit():
        changed = question_in(form, kind, languages, lines, before)
        if changed is not None and form.base.data != base:
            return conflict_page(
                title_of(survey, interface_language()),
                mine=question_facts(changed, languages),
                theirs=question_facts(before, languages) if base else None,
                base=base,
                back=url_for("survey_console.question", code=survey.code, question_id=before["id"]),
            )
        if changed is not None and _save(survey, changed, form):
            notify(_("Saved. Customers see it when you publish."))
            return redirect(url_for("survey_console.builder", code=survey.code))
    return _page(survey, before, form, lines), 422 if request.method == "POST" else 200


def _save(survey: Survey, changed: Data, form: Any) -> bool:
    try:
        save_draft(survey=survey, draft=with_question(survey.draft, changed, form.page.data))
    except DefinitionError as error:
        title = next(iter(changed["title"].values()))
        form.form_errors += [str(p.message).replace(changed["id"], title) for p in error.problems]
        return False
    return True


def _is_step(lines: list[Data]) -> bool:
    """A button beside an option moved it or asked for more lines: nothing is saved yet."""
    up = request.form.get("option_up", "")
    if up.isdigit() and 0 < int(up) < len(lines):
        place = int(up)
        lines[place - 1], lines[place] = lines[place], lines[place - 1]
    return "option_up" in request.form or "more" in request.form


def _page(survey: Survey, before: Data, form: Any, lines: list[Data]) -> str:
    empty = EMPTY_LINES + (3 if "more" in request.form else 0)
    is_new = question_data(survey.draft, before["id"]) is None
    definition = FormDefinition.from_data(survey.draft)
    language = interface_language()
    return render_template(
        "survey/console/question.html",
        survey=survey,
        form=form,
        kind=before["kind"],
        kind_name=KIND_NAMES[before["kind"]],
        question_id=None if is_new else before["id"],
        has_options=before["kind"] in WITH_OPTIONS,
        language_name=language_name,
        lines=[*lines, *({"id": "", "label": {}} for _line in range(max(empty, 3 - len(lines))))],
        condition=""
        if is_new
        else condition_in_brief(definition.question(before["id"]), definition, language),
        can_depend=not is_new and bool(condition_sources(definition, before["id"])),
    )
