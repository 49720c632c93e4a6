"""The page that is one guest's own: the invitation, later the ticket. Whoever has its link is the guest.

A link in a mail says which answer was tapped (``?answer=yes``); that only puts it in front, for mail readers
open links by themselves. A change that gives up a place is asked about first, on the same page.
"""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import interface_language, lazy_gettext as _l, policy
from hutong.fields import page_token, posted_token
from hutong.pages import qr_svg
from plugins.meeting.attending import GONE, accept, decline, say_maybe
from plugins.meeting.errors import MeetingError
from plugins.meeting.links import guest_by_token
from plugins.meeting.mail_words import number_in_line, times_in_words
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import has_begun, is_over, meeting_by_id
from plugins.meeting.sections import on_ticket
from plugins.meeting.when import ZONES, leaf_of, zone_named, zone_of

PURPOSE = "meeting.guest"
ANSWERS = {"yes": accept, "maybe": say_maybe, "no": decline}
WORDS = {"yes": _l("I’ll come"), "maybe": _l("Maybe"), "no": _l("I can’t")}
SAID = {"coming": "yes", "waiting": "yes", "pending": "yes", "maybe": "maybe", "declined": "no"}
HAS_PLACE = frozenset({"coming", "waiting", "pending"})


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
    posted_token(found.id, PURPOSE)
    say = ANSWERS.get(request.form.get("answer", "")) or abort(422)
    found.note = " ".join(request.form.get("note", found.note).split())[:300]
    found.language = interface_language()
    if request.form.get("zone") in ZONES:
        found.zone = request.form["zone"]
    try:
        say(meeting, found)
    except MeetingError:
        return guest_page(token, found, meeting, is_refused=True)
    return redirect(url_for("meeting.guest", token=token))


@blueprint.get("/g/<token>/ticket")
@policy("token")
def ticket(token: str) -> ResponseReturnValue:
    """The ticket alone, as large as the screen or the sheet."""
    found, meeting = guest_or_404(token)
    if not has_ticket(meeting, found):
        return redirect(url_for("meeting.guest", token=token))
    times = times_in_words(meeting, zone_of(meeting))
    page = render_template(
        "meeting/ticket.html", token=token, guest=found, meeting=meeting, code=_code(found), times=times
    )
    return unkept(page)


def guest_or_404(token: str) -> tuple[Guest, Meeting]:
    """The guest of a personal link, and the meeting."""
    found = guest_by_token(token) or abort(404)
    return found, meeting_by_id(found.meeting_id) or abort(404)


def guest_page(token: str, found: Guest, meeting: Meeting, *, is_refused: bool = False) -> Response:
    """The page, which nobody keeps."""
    tapped = request.args.get("answer", "")
    own = zone_named(found.zone, meeting.zone) if found.zone else zone_of(meeting)
    page = render_template(
        "meeting/guest.html",
        token=token,
        form_token=page_token(found.id, PURPOSE),
        guest=found,
        meeting=meeting,
        leaf=leaf_of(meeting),
        times=times_in_words(meeting, own),
        stands=_stands(meeting, found),
        number=number_in_line(found) if found.state == "waiting" else 0,
        code=_code(found) if has_ticket(meeting, found) else None,
        words=WORDS,
        said=SAID.get(found.state, ""),
        tapped=tapped if tapped in ANSWERS and can_answer(meeting, found) else "",
        can_answer=can_answer(meeting, found),
        gives_up=found.state in HAS_PLACE,
        is_refused=is_refused,
        pieces=on_ticket.drawn(meeting, found),
    )
    return unkept(page, 422 if is_refused else 200)


def unkept(page: str, status: int = 200) -> Response:
    """A page that is one guest's: no browser and nothing between keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def can_answer(meeting: Meeting, guest: Guest) -> bool:
    """Whether yes, maybe and no are open: from publishing until it starts, once there is a date."""
    is_there = meeting.state == "open" and meeting.starts_at is not None
    return is_there and not has_begun(meeting) and guest.state not in GONE


def has_ticket(meeting: Meeting, guest: Guest) -> bool:
    """Whether the guest's ticket lets them in."""
    return guest.state == "coming" and meeting.state == "open" and not is_over(meeting)


def _stands(meeting: Meeting, guest: Guest) -> str:
    """What matters most to the guest now: how the meeting is, else how they stand."""
    if guest.state in GONE:
        return guest.state
    if meeting.state != "open":
        return meeting.state
    if is_over(meeting):
        return "over"
    if has_begun(meeting) and guest.state != "coming":
        return "begun"
    return "dateless" if meeting.starts_at is None and guest.state != "coming" else guest.state


def _code(guest: Guest) -> object:
    return qr_svg(guest.ticket, guest.ticket)
