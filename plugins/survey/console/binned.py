"""The bin of surveys: into it, out of it, and gone for good."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    can_open,
    gettext as _,
    interface_language,
    links_of,
    ngettext,
    notify,
    policy,
    require_permission,
)
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.counting import answers_by_survey, answers_received
from plugins.survey.models import Survey
from plugins.survey.operations import bin_survey, erase_survey, restore_survey
from plugins.survey.queries import binned_surveys, states_of, survey_by_code
from plugins.survey.results import title_of


@blueprint.post("/<code>/bin")
@policy("staff", permission="survey.edit")
def bin_(code: str) -> ResponseReturnValue:
    """Into the bin, with its answers; with an undo."""
    survey = survey_or_404(code, lock=True)
    if survey.version_number:
        require_permission("survey.publish")
    bin_survey(survey=survey)
    notify(_("Moved to the bin."), undo_url=url_for("survey_console.restore", code=survey.code))
    return redirect(url_for("survey_console.index"))


@blueprint.get("/bin")
@policy("staff")
def bin_list() -> str:
    """What lies in the bin, for a month."""
    received, language = answers_by_survey(), interface_language()
    may_forget = can_open("survey_console.forget")
    lines = [
        {
            "title": title_of(survey, language),
            "meta": ngettext("%(num)s answer", "%(num)s answers", received[survey.id]),
            "restore": url_for("survey_console.restore", code=survey.code),
            "forget": may_forget and url_for("survey_console.forget", binned_code=survey.code),
        }
        for survey in binned_surveys()
    ]
    return render_template("survey/console/bin.html", lines=lines)


@blueprint.post("/<code>/restore")
@policy("staff", permission="survey.edit")
def restore(code: str) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    survey = survey_by_code(code, in_bin=True, lock=True) or abort(404)
    if survey.version_number:
        require_permission("survey.publish")
    restore_survey(survey=survey)
    notify(_("It’s back."))
    return redirect(url_for("survey_console.index"))


@blueprint.get("/bin/<binned_code>")
@policy("admin")
def forget(binned_code: str) -> str:
    """The last question: how many answers go, what stays, which codes lead there."""
    survey = _binned_survey(binned_code)
    codes = [
        (link.channel or _("First code"), url_for("sharing_console.link", link_id=link.id))
        for link in links_of(survey.id)
    ]
    return render_template(
        "survey/console/forget.html",
        title=title_of(survey, interface_language()),
        answers=answers_received(survey.id) + sum(states_of(survey.id).values()),
        codes=codes,
    )


@blueprint.post("/bin/<binned_code>")
@policy("admin")
def forget_for_good(binned_code: str) -> ResponseReturnValue:
    """Gone, with every answer."""
    survey = _binned_survey(binned_code)
    title = title_of(survey, interface_language())
    erase_survey(survey=survey)
    notify(_("“%(title)s” is gone for good.", title=title))
    return redirect(url_for("survey_console.bin_list"))


def _binned_survey(code: str) -> Survey:
    survey = survey_by_code(code, in_bin=True, lock=True)
    if survey is None or survey.deleted_at is None:
        abort(404)
    return survey
