"""The list of surveys: new ones and copies."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, notify, policy
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.counting import answers_by_survey
from plugins.survey.forms import NewSurveyForm
from plugins.survey.operations import create_survey, duplicate_survey
from plugins.survey.queries import binned_surveys, surveys_in_use


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """Every survey with its state and how many have answered."""
    received = answers_by_survey()
    rows = [(survey, state_words(survey), received[survey.id]) for survey in surveys_in_use()]
    return render_template("survey/console/index.html", rows=rows, binned=len(binned_surveys()))


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
