"""Single answers: lists, one in full, flag, bin, and the ones that were set aside."""

import uuid
from collections.abc import Sequence

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, language_name, ngettext, notify, policy
from hutong.fields import FormDefinition, reasons_in_words
from hutong.people import person_names
from plugins.survey.answers import (
    definitions_of,
    in_brief,
    in_words,
    question_titles,
    responses_in,
    version_of_response,
    words_in,
)
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.filtering import Filter
from plugins.survey.judging import accept_response, delete_response, flag_response, restore_response
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.moments import when
from plugins.survey.operations import clear_tests
from plugins.survey.queries import links_by_id, response_by_id, states_of
from plugins.survey.results import title_of

SHOWN = ("accepted", "flagged", "quarantined", "test", "deleted")


@blueprint.get("/<code>/answers")
@policy("staff", permission="survey.results")
def responses(code: str) -> str:
    """Answers one by one: all, flagged, set aside, tests, or the bin."""
    survey = survey_or_404(code)
    language = interface_language()
    asked = request.args.get("show", "")
    show = asked if asked in SHOWN else "accepted"
    listed = responses_in(survey.id, show, _after(), Filter())
    return render_template(
        "survey/console/responses.html",
        survey=survey,
        title=title_of(survey, language),
        listed=listed,
        show=show,
        states=states_of(survey.id),
        briefs=_briefs(survey, listed.rows, language),
        names=person_names(row.person_id for row in listed.rows),
        **_around(survey),
    )


@blueprint.get("/<code>/said/<question_id>")
@policy("staff", permission="survey.results")
def said(code: str, question_id: str) -> str:
    """Everything that was written to one question."""
    survey = survey_or_404(code)
    language = interface_language()
    titles = question_titles(survey.id, language)
    if question_id not in titles:
        abort(404)
    return render_template(
        "survey/console/said.html",
        survey=survey,
        question=titles[question_id],
        question_id=question_id,
        listed=words_in(survey.id, question_id, language, _after(), Filter()),
        **_around(survey),
    )


@blueprint.get("/<code>/answers/<uuid:response_id>")
@policy("staff", permission="survey.results")
def response(code: str, response_id: uuid.UUID) -> str:
    """One answer in full."""
    survey, found = _found(code, response_id)
    version = version_of_response(found)
    definition = FormDefinition.from_data(version.definition if version else survey.draft)
    return render_template(
        "survey/console/response.html",
        survey=survey,
        response=found,
        version=version,
        answers=in_words(definition, found.answers, interface_language()),
        reasons=reasons_in_words(found.reasons),
        language=language_name(found.language),
        name=", ".join(person_names([found.person_id]).values()),
        **_around(survey),
    )


@blueprint.post("/<code>/answers/<uuid:response_id>/flag")
@policy("staff", permission="survey.judge")
def flag(code: str, response_id: uuid.UUID) -> ResponseReturnValue:
    """Put a mark on an answer, or take it off."""
    _survey, found = _found(code, response_id)
    flag_response(response=found, flagged=not found.flagged)
    notify(_("Flagged.") if found.flagged else _("The flag is off."), undo_url=request.path)
    return redirect(url_for("survey_console.response", code=code, response_id=response_id))


@blueprint.post("/<code>/answers/<uuid:response_id>/delete")
@policy("staff", permission="survey.judge")
def delete(code: str, response_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin; with an undo."""
    _survey, found = _found(code, response_id)
    show = found.state
    delete_response(response=found, zone=g.tenant.zone)
    undo = url_for("survey_console.undelete", code=code, response_id=response_id)
    notify(_("Moved to the bin. Results no longer count it."), undo_url=undo)
    return redirect(url_for("survey_console.responses", code=code, show=show))


@blueprint.post("/<code>/answers/<uuid:response_id>/restore")
@policy("staff", permission="survey.judge")
def undelete(code: str, response_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin."""
    _survey, found = _found(code, response_id)
    restore_response(response=found, zone=g.tenant.zone)
    notify(_("It’s back."))
    return redirect(url_for("survey_console.response", code=code, response_id=response_id))


@blueprint.post("/<code>/answers/<uuid:response_id>/accept")
@policy("staff", permission="survey.judge")
def accept(code: str, response_id: uuid.UUID) -> ResponseReturnValue:
    """Let in what was set aside."""
    _survey, found = _found(code, response_id)
    accept_response(response=found, zone=g.tenant.zone)
    notify(_("Counted from now on."))
    return redirect(url_for("survey_console.responses", code=code, show="quarantined"))


@blueprint.post("/<code>/tests/clear")
@policy("staff", permission="survey.judge")
def clear(code: str) -> ResponseReturnValue:
    """Delete the answers of the rehearsal."""
    survey = survey_or_404(code)
    count = clear_tests(survey=survey)
    notify(ngettext("%(num)s test answer cleared.", "%(num)s test answers cleared.", count))
    return redirect(url_for("survey_console.results", code=code))


def _briefs(survey: Survey, rows: Sequence[SurveyResponse], language: str) -> dict[uuid.UUID, str]:
    definitions = definitions_of(survey.id)
    return {row.id: in_brief(definitions.get(row.version_id), row.answers, language) for row in rows}


def _around(survey: Survey) -> dict[str, object]:
    return {"links": links_by_id(survey.id), "when": lambda moment: when(moment, g.tenant.zone)}


def _after() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("after", ""))
    except ValueError:
        return None


def _found(code: str, response_id: uuid.UUID) -> tuple[Survey, SurveyResponse]:
    survey = survey_or_404(code)
    return survey, response_by_id(survey.id, response_id, lock=request.method == "POST") or abort(404)
