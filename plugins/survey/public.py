"""The public side: a respondent's way from the question to the thank-you."""

from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from hutong import PublicBlueprint, count_visit, gettext as _, link_in_use, policy
from hutong.fields import (
    TOKEN_FIELD,
    ExpiredTokenError,
    FormToken,
    FormTokenError,
    TamperedTokenError,
    Turn,
    judge_sender,
    read_form_token,
    take_turn,
    with_nonce,
)
from plugins.survey.asking import DRAFT, PURPOSE, TEST_PURPOSE, Asking, asking_or_404, published_asking
from plugins.survey.by_name import NEXT, named_person
from plugins.survey.closed import closed_page
from plugins.survey.errors import SurveyClosedError, TokenUsedError
from plugins.survey.models import Survey
from plugins.survey.queries import survey_by_code, why_closed
from plugins.survey.rehearsal import rehearsal_of
from plugins.survey.respondent import first_page, new_token, render_form, thanks_page
from plugins.survey.submission import Submission, is_repeat, record_start, submit_response

blueprint = PublicBlueprint("survey", __name__)
_TYPED = ("q_", "other_", "form_page")
_AGES = 10 * 365 * 24 * 3600
"""Seconds: an old token is still read, so that what was typed under it can be shown again."""


@blueprint.get("/<code>")
@policy("anyone")
def form(code: str) -> ResponseReturnValue:
    """The first page of the form, or an honest page while it takes no answers."""
    survey = _survey_or_404(code)
    if rehearsal := rehearsal_of(survey):
        return render_form(rehearsal, token=new_token(rehearsal))
    if why := why_closed(survey):
        return closed_page(survey, why)
    count_visit(plugin="survey", object_kind="survey", object_id=survey.id)
    asking = published_asking(survey, survey.version_number) or abort(404)
    return first_page(asking), 200, {"Cache-Control": "private, no-cache"}


@blueprint.post("/<code>")
@policy("anyone")
def answer(code: str) -> ResponseReturnValue:
    """One step of the form: the next page, what is to be put right, or the thank-you."""
    survey = _survey_or_404(code)
    rehearsal = rehearsal_of(survey)
    token, is_old = _token_sent(survey, TEST_PURPOSE if rehearsal else PURPOSE)
    if token is None:
        return _begin_again(survey, rehearsal)
    asking = rehearsal or asking_or_404(survey, token.version)
    try:
        turn = take_turn(asking.compiled, request.form, nonce=token.nonce)
    except TamperedTokenError:
        return _begin_again(survey, rehearsal)
    if turn.finished and not is_old:
        return _take(survey, asking, token, turn)
    if rehearsal is None and (why := why_closed(survey)):
        return closed_page(survey, why, asking, turn.typed), 409
    if is_old:
        note = _("This page was open for a long time. Please look through it and send it again.")
        return _ask_again(asking, turn, token.via, note)
    return render_form(asking, turn=turn, token=request.form[TOKEN_FIELD]), 422 if turn.troubles else 200


@blueprint.get("/<code>/thanks")
@policy("anyone")
def thanks(code: str) -> ResponseReturnValue:
    """The page after an accepted answer; the same for everybody."""
    survey = _survey_or_404(code)
    return thanks_page(rehearsal_of(survey) or published_asking(survey, survey.version_number) or abort(404))


@blueprint.post("/<code>/start")
@policy("anyone")
def start(code: str) -> ResponseReturnValue:
    """The page tells that somebody began to answer. Told twice, it counts once."""
    survey = _survey_or_404(code)
    token, _is_old = _token_sent(survey, PURPOSE)
    if token is not None:
        link = link_in_use(token.via)
        record_start(survey=survey, token=token, share_link_id=link.id if link else None)
    return "", 204


def _take(survey: Survey, asking: Asking, token: FormToken, turn: Turn) -> ResponseReturnValue:
    link = link_in_use(token.via)
    sent = Submission(
        token=token,
        definition=asking.definition,
        version_id=asking.version_id,
        answers=turn.answers,
        language=asking.language,
        verdict=judge_sender(request.form, token, turn.answers),
        share_link_id=link.id if link else None,
        person_id=named_person(asking),
        is_test=asking.number == DRAFT,
    )
    why = "" if sent.is_test else why_closed(survey)
    if why and not is_repeat(survey=survey, sent=sent):
        return closed_page(survey, why, asking, turn.typed), 409
    try:
        submit_response(survey=survey, sent=sent, zone=g.tenant.zone)
    except SurveyClosedError as closed:
        return closed_page(survey, closed.why, asking, turn.typed), 409
    except TokenUsedError:
        note = _(
            "This form has been sent once already, with other answers. Do you want to send these as well?"
        )
        return _ask_again(asking, turn, token.via, note, submit=_("Send as a new answer"))
    query: dict[str, Any] = {
        name: request.args[name] for name in ("via", "lang", "test", NEXT) if name in request.args
    }
    return redirect(url_for("survey.thanks", code=survey.code, **query), code=303)


def _begin_again(survey: Survey, rehearsal: Asking | None) -> ResponseReturnValue:
    """The form's seal cannot be read: show what was typed on this page under a new one."""
    if rehearsal is None and (why := why_closed(survey)):
        return closed_page(survey, why), 409
    asking = rehearsal or published_asking(survey, survey.version_number) or abort(404)
    unsealed = MultiDict(
        (key, value) for key, value in request.form.items(multi=True) if key.startswith(_TYPED)
    )
    turn = take_turn(asking.compiled, unsealed, nonce="")
    note = _(
        "The form didn’t arrive whole. What you typed is here: please look through it and send it again."
    )
    return _ask_again(asking, turn, None, note)


def _ask_again(
    asking: Asking, turn: Turn, via: str | None, note: str, submit: str = ""
) -> ResponseReturnValue:
    """The same page with what was typed, under a new token."""
    token = new_token(asking, via)
    nonce = _read(token, asking.survey_id, asking.purpose).nonce
    return render_form(asking, turn=with_nonce(turn, nonce), token=token, note=note, submit=submit), 422


def _token_sent(survey: Survey, purpose: str) -> tuple[FormToken | None, bool]:
    """The token of the form that was sent, and whether it is too old to be taken."""
    sent = request.form.get(TOKEN_FIELD, "")
    try:
        return _read(sent, survey.id, purpose), False
    except ExpiredTokenError:
        return _read(sent, survey.id, purpose, max_age=_AGES), True
    except FormTokenError:
        return None, False


def _read(token: str, survey_id: object, purpose: str, **options: float) -> FormToken:
    return read_form_token(token, tenant=g.tenant.id, object_id=survey_id, purpose=purpose, **options)


def _survey_or_404(code: str) -> Survey:
    return survey_by_code(code) or abort(404)
