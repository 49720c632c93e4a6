"""From draft to customers: publish, open, pause, close."""

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import first_link, gettext as _, interface_language, notify, policy
from hutong.fields import DefinitionError
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.console.states import state_words
from plugins.survey.describing import unpublished_changes
from plugins.survey.errors import NothingToAskError
from plugins.survey.operations import (
    close_survey,
    open_survey,
    pause_survey,
    publish_survey,
    published_form,
)
from plugins.survey.queries import states_of, version_of
from plugins.survey.results import title_of


@blueprint.get("/<code>/publish")
@policy("staff", permission="survey.publish")
def publish_page(code: str) -> str:
    """What would change for customers, before it does."""
    survey = survey_or_404(code)
    language = interface_language()
    version = version_of(survey.id, survey.version_number)
    return render_template(
        "survey/console/publish.html",
        survey=survey,
        title=title_of(survey, language),
        is_first=version is None,
        changes=unpublished_changes(survey, version, language),
        obstacle=_obstacle(survey.draft),
        tests=states_of(survey.id).get("test", 0),
    )


@blueprint.post("/<code>/publish")
@policy("staff", permission="survey.publish")
def publish(code: str) -> ResponseReturnValue:
    """Freeze the draft as the version customers see."""
    survey = survey_or_404(code, lock=True)
    try:
        publish_survey(survey=survey, by=g.person.id)
    except (NothingToAskError, DefinitionError):
        return redirect(url_for("survey_console.publish_page", code=code))
    first_link(plugin="survey", object_kind="survey", object_id=survey.id)
    notify(_("Published. This is what customers see now."))
    return redirect(url_for("survey_console.builder", code=code))


@blueprint.post("/<code>/state/<state>")
@policy("staff", permission="survey.publish")
def set_state(code: str, state: str) -> ResponseReturnValue:
    """Open, pause or close; nothing else about the survey changes."""
    survey = survey_or_404(code, lock=True)
    changes = {"open": open_survey, "pause": pause_survey, "close": close_survey}
    if state not in changes or not survey.version_number:
        abort(404)
    changes[state](survey=survey)
    notify(state_words(survey).line)
    return redirect(url_for("survey_console.settings", code=code))


def _obstacle(draft: dict[str, object]) -> str:
    """Why the draft cannot be published yet; empty where it can."""
    try:
        published_form(draft)
    except NothingToAskError:
        return _("There is no question yet.")
    except DefinitionError as error:
        return str(error)
    return ""
