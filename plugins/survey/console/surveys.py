"""The list of surveys: new ones, copies, the bin."""

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, notify, policy
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.counting import answers_by_survey
from plugins.survey.forms import NewSurveyForm
from plugins.survey.operations import bin_survey, create_survey, duplicate_survey, restore_survey
from plugins.survey.queries import binned_surveys, survey_by_code, surveys_in_use


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """Every survey with its state and how many have answered."""
    received = answers_by_survey()
    rows = [(survey, state_words(survey), received[survey.id]) for survey in surveys_in_use()]
    return render_template("survey/console/index.html", rows=rows, bin=binned_surveys())


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def new() -> ResponseReturnValue:
    """A new survey begins with its title."""
    form = NewSurveyForm()
    if form.validate_on_submit():
        language = interface_language()
        languages = g.tenant.languages
        first = language if language in languages else languages[0]
        survey = create_survey(title={first: form.title.data}, languages=languages)
        return redirect(url_for("survey_console.builder", code=survey.code))
    return render_template("survey/console/new.html", form=form), 422 if form.errors else 200


@blueprint.post("/<code>/duplicate")
@policy("staff", permission="survey.edit")
def duplicate(code: str) -> ResponseReturnValue:
    """A copy without answers, as a draft."""
    survey = survey_or_404(code)
    title = {language: f"{text}{_(' (copy)')}"[:300] for language, text in survey.title.items()}
    copy = duplicate_survey(survey=survey, title=title)
    notify(_("Here is the copy. It has no answers and nobody sees it yet."))
    return redirect(url_for("survey_console.builder", code=copy.code))


@blueprint.post("/<code>/bin")
@policy("staff", permission="survey.edit")
def bin_(code: str) -> ResponseReturnValue:
    """Into the bin, with its answers; with an undo."""
    survey = survey_or_404(code, lock=True)
    bin_survey(survey=survey)
    notify(_("Moved to the bin."), undo_url=url_for("survey_console.restore", code=survey.code))
    return redirect(url_for("survey_console.index"))


@blueprint.post("/<code>/restore")
@policy("staff", permission="survey.edit")
def restore(code: str) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    survey = survey_by_code(code, in_bin=True, lock=True) or abort(404)
    restore_survey(survey=survey)
    notify(_("It is back."))
    return redirect(url_for("survey_console.index"))


@blueprint.get("/bin")
@policy("staff")
def bin_list() -> str:
    """What lies in the bin, for a month."""
    return render_template("survey/console/bin.html", surveys=binned_surveys())
