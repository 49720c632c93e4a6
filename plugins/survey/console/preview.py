"""What customers would see: the draft in a frame, and a link to try it on one's own phone."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, policy
from hutong.fields import DefinitionError, Turn
from hutong.pages import allow_frame, qr_svg
from plugins.survey.asking import draft_asking
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.errors import NothingToAskError
from plugins.survey.operations import published_form
from plugins.survey.rehearsal import rehearsal_url
from plugins.survey.respondent import render_form
from plugins.survey.results import title_of


@blueprint.get("/<code>/preview")
@policy("staff")
def preview(code: str) -> str:
    """The draft at phone size, page by page, and the link for a rehearsal."""
    survey = survey_or_404(code)
    address = rehearsal_url(g.tenant, survey)
    pages = sum(1 for page in survey.draft["pages"] if page["questions"])
    shown = request.args.get("page", 0, type=int)
    return render_template(
        "survey/console/preview.html",
        survey=survey,
        title=title_of(survey, interface_language()),
        pages=pages,
        shown=shown if 0 <= shown < pages else 0,
        address=address,
        code_picture=qr_svg(address, _("QR code to try the survey")),
    )


@blueprint.get("/<code>/preview/frame")
@policy("staff")
def frame(code: str) -> ResponseReturnValue:
    """The respondent's page of the draft, without a way to send it."""
    survey = survey_or_404(code)
    allow_frame()
    try:
        asking = draft_asking(survey, published_form(survey.draft))
    except (NothingToAskError, DefinitionError):
        return render_template("survey/console/frame_empty.html", preview=True, messages=[])
    shown = request.args.get("page", 0, type=int)
    page = shown if 0 <= shown < len(asking.definition.pages) else 0
    return render_form(asking, turn=Turn(page), token="preview", preview=True)  # noqa: S106 - no token at all
