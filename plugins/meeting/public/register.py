"""Registering for a meeting: one page, one form; then the guest's own page is the thanks."""

from typing import Any

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import asked_via, gettext as _, link_in_use, policy
from hutong.fields import (
    TOKEN_FIELD,
    FormToken,
    FormTokenError,
    Turn,
    judge_sender,
    page_token,
    page_view,
    read_form_token,
)
from hutong.people import person_by_id, person_here
from plugins.meeting.closing import closed_in_words, until_in_words, why_closed
from plugins.meeting.errors import ClosedError, FormUsedError
from plugins.meeting.links import guest_token
from plugins.meeting.models import Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.queries import waiting_count
from plugins.meeting.register_forms import EMAIL, NAME, PHONE, read_turn, registration_form
from plugins.meeting.registering import Registration, register
from plugins.meeting.seats import is_full, seats_left
from plugins.meeting.sections import on_page
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of

PURPOSE = "meeting.register"


@on_page(order=20)
def registration(meeting: Meeting) -> str:
    """The way to a seat, or why there is none. The page is kept by the number of seats taken."""
    why = why_closed(meeting)
    if why in ("cancelled", "over"):
        return ""  # the page's head says it
    return render_template(
        "meeting/_register.html",
        meeting=meeting,
        closed=closed_in_words(meeting, why) if why else None,
        is_full=is_full(meeting),
        left=seats_left(meeting),
        until=until_in_words(meeting),
    )


@blueprint.get("/<code>/register")
@policy("anyone")
def register_form(code: str) -> ResponseReturnValue:
    """What is asked; an honest page where nobody can register."""
    meeting = meeting_or_404(code)
    if why := why_closed(meeting):
        return _closed_page(meeting, why)
    return _form_page(
        meeting, Turn(0, typed=_known_here(meeting)), page_token(meeting.id, PURPOSE, via=asked_via())
    )


@blueprint.post("/<code>/register")
@policy("anyone")
def send_registration(code: str) -> ResponseReturnValue:
    """A seat, a place in the line, or what is to be put right; the same form again is the same answer."""
    meeting = meeting_or_404(code)
    turn, token = read_turn(registration_form(meeting), request.form), _token_sent(meeting)
    if token is None:
        note = _(
            "The form didn’t arrive whole. What you typed is here: please look through it and send it again."
        )
        return _ask_again(meeting, turn, asked_via(), note)
    if not turn.finished:
        if why := why_closed(meeting):
            return _closed_page(meeting, why, 409)
        return _form_page(meeting, turn, request.form[TOKEN_FIELD])
    try:
        guest = register(meeting, _registration(token, turn))
    except FormUsedError:
        note = _("This form has been sent once already, for somebody else or with other answers.")
        return _ask_again(meeting, turn, token.via, note, submit=_("Send as a new registration"))
    except ClosedError:
        return _closed_page(meeting, why_closed(meeting), 409)
    if guest is None:
        return redirect(url_for("meeting.register_mailed", code=code), code=303)
    return redirect(url_for("meeting.guest", token=guest_token(guest)), code=303)


@blueprint.get("/<code>/register/mailed")
@policy("anyone")
def register_mailed(code: str) -> ResponseReturnValue:
    """Where the address was a guest's already: their page is shown to nobody who only typed it."""
    return render_template("meeting/register_mailed.html", meeting=meeting_or_404(code))


def _registration(token: FormToken, turn: Turn) -> Registration:
    link = link_in_use(token.via)
    return Registration(
        nonce=token.nonce,
        answers=turn.answers,
        is_suspicious=judge_sender(request.form, token, turn.answers).suspicious,
        share_link_id=link.id if link else None,
    )


def _token_sent(meeting: Meeting) -> FormToken | None:
    """The token of the form that was sent; None where it is not whole, not ours, or too old."""
    try:
        return read_form_token(
            request.form.get(TOKEN_FIELD), tenant=g.tenant.id, object_id=meeting.id, purpose=PURPOSE
        )
    except FormTokenError:
        return None


def _ask_again(meeting: Meeting, turn: Turn, via: str, note: str, submit: str = "") -> Response:
    """The form with what was typed, under a new token."""
    if why := why_closed(meeting):
        return _closed_page(meeting, why, 409)
    return _form_page(meeting, turn, page_token(meeting.id, PURPOSE, via=via), note=note, submit=submit)


def _form_page(meeting: Meeting, turn: Turn, token: str, *, note: str = "", submit: str = "") -> Response:
    compiled, full = registration_form(meeting), is_full(meeting)
    page = page_view(compiled.definition, 0, compiled.language, turn, token=token)
    body = render_template(
        "meeting/register.html",
        meeting=meeting,
        page=page,
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        until=until_in_words(meeting),
        is_full=full,
        left=seats_left(meeting),
        waiting=waiting_count(meeting) if full else 0,
        note=note,
        submit=submit or (_("Join the waiting list") if full else _("Keep me a seat")),
    )
    return _own_page(body, 422 if turn.troubles or note else 200)


def _closed_page(meeting: Meeting, why: str, status: int = 200) -> Response:
    heading, words = closed_in_words(meeting, why)
    body = render_template("meeting/register_closed.html", meeting=meeting, heading=heading, words=words)
    return _own_page(body, status)


def _own_page(body: str, status: int) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _known_here(meeting: Meeting) -> dict[str, Any]:
    """What this phone's owner need not type."""
    here = person_here()
    person = person_by_id(here.id) if here else None
    if person is None:
        return {}
    known = {NAME: person.name, EMAIL: person.email, PHONE: person.phone if meeting.asks_phone else ""}
    return {question: typed for question, typed in known.items() if typed}
