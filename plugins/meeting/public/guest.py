"""The page that is one guest's own: the invitation, later the ticket. Whoever has its link is the guest."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.meeting.attending import accept, decline, say_maybe
from plugins.meeting.errors import MeetingError
from plugins.meeting.links import guest_by_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.sections import on_ticket
from plugins.meeting.state_words import GUEST_STATES
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of

ANSWERS = {"yes": accept, "maybe": say_maybe, "no": decline}


@blueprint.get("/g/<token>")
@policy("token")
def guest(token: str) -> ResponseReturnValue:
    """Where the guest stands, and yes, maybe, no."""
    found, meeting = guest_or_404(token)
    return guest_page(token, found, meeting)


@blueprint.post("/g/<token>")
@policy("token")
def answer(token: str) -> ResponseReturnValue:
    """Yes, maybe or no; it can be changed until the meeting starts."""
    found, meeting = guest_or_404(token)
    say = ANSWERS.get(request.form.get("answer", "")) or abort(400)
    found.note = request.form.get("note", found.note).strip()[:300]
    try:
        say(meeting, found)
    except MeetingError:
        return guest_page(token, found, meeting, is_refused=True)
    return redirect(url_for("meeting.guest", token=token))


def guest_or_404(token: str) -> tuple[Guest, Meeting]:
    """The guest of a personal link, and the meeting."""
    found = guest_by_token(token) or abort(404)
    return found, meeting_by_id(found.meeting_id) or abort(404)


def guest_page(token: str, found: Guest, meeting: Meeting, *, is_refused: bool = False) -> Response:
    """The page, which nobody keeps."""
    page = render_template(
        "meeting/guest.html",
        token=token,
        guest=found,
        meeting=meeting,
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        state=GUEST_STATES[found.state],
        is_refused=is_refused,
        pieces=on_ticket.drawn(meeting, found),
    )
    response = make_response(page, 422 if is_refused else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
