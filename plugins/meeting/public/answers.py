"""A guest's answers to the meeting's questions, on their own page: given late, or changed in time."""

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, policy
from hutong.fields import TOKEN_FIELD, FormTokenError, Turn, page_token, page_view, read_form_token
from plugins.meeting.closing import closed_in_words
from plugins.meeting.errors import ClosedError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.register_forms import answers_form, read_turn, typed_of
from plugins.meeting.registering import answer_questions, why_answers_closed
from plugins.meeting.sections import on_ticket

PURPOSE = "meeting.answers"
MAY_COME = frozenset({"coming", "waiting", "pending", "maybe"})


@on_ticket(order=20)
def own_answers(meeting: Meeting, guest: Guest) -> str:
    """How many questions are answered, and the way to them."""
    if not _are_asked(meeting, guest):
        return ""
    answered = len(typed_of(guest, meeting))
    return render_template(
        "meeting/_answers.html",
        guest=guest,
        answered=answered,
        asked=len(answers_form(meeting).definition.asking),
        is_open=not why_answers_closed(meeting),
    )


@blueprint.get("/g/<token>/answers")
@policy("token")
def answers(token: str) -> ResponseReturnValue:
    """The questions with what the guest said."""
    guest, meeting = guest_or_404(token)
    if not _are_asked(meeting, guest) or why_answers_closed(meeting):
        return redirect(url_for("meeting.guest", token=token))
    return _form_page(meeting, guest, Turn(0, typed=typed_of(guest, meeting)))


@blueprint.post("/g/<token>/answers")
@policy("token")
def save_answers(token: str) -> ResponseReturnValue:
    """Keep them; the last word of a guest counts."""
    guest, meeting = guest_or_404(token)
    if not _are_asked(meeting, guest):
        return redirect(url_for("meeting.guest", token=token), code=303)
    turn = read_turn(answers_form(meeting), request.form)
    if not _is_sealed(guest):
        note = _(
            "The form didn’t arrive whole. What you typed is here: please look through it and send it again."
        )
        return _form_page(meeting, guest, turn, note=note)
    try:
        if turn.finished:
            answer_questions(meeting, guest, turn.answers)
            return redirect(url_for("meeting.guest", token=token), code=303)
    except ClosedError:
        heading, words = closed_in_words(meeting, why_answers_closed(meeting))
        return _form_page(meeting, guest, turn, note=f"{heading}. {words}", status=409)
    return _form_page(meeting, guest, turn)


def _are_asked(meeting: Meeting, guest: Guest) -> bool:
    return bool(meeting.questions) and guest.state in MAY_COME


def _is_sealed(guest: Guest) -> bool:
    try:
        read_form_token(
            request.form.get(TOKEN_FIELD), tenant=g.tenant.id, object_id=guest.id, purpose=PURPOSE
        )
    except FormTokenError:
        return False
    return True


def _form_page(meeting: Meeting, guest: Guest, turn: Turn, *, note: str = "", status: int = 0) -> Response:
    compiled = answers_form(meeting)
    token = page_token(guest.id, PURPOSE)
    page = page_view(compiled.definition, 0, compiled.language, turn, token=token)
    body = render_template("meeting/answers.html", meeting=meeting, page=page, note=note)
    response = make_response(body, status or (422 if turn.troubles or note else 200))
    response.headers["Cache-Control"] = "no-store"
    return response
