"""Badges as PDF or as a page to print, and the list of who came, as a table or on paper."""

import uuid
from pathlib import Path
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, policy
from hutong.exports import BOM, NoPdfError, can_print, csv_text, pdf_of
from plugins.meeting.badges import PAPERS, WHO, badge_lines, badges_of, company_line, guests_for_badges
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.door import DOOR
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.door_queries import door_counts, door_guests, guest_of
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import HOLDS_SEAT
from plugins.meeting.state_words import GUEST_STATES
from plugins.meeting.when import meeting_in_words, zone_of

_STYLE = Path(__file__).parent.parent / "static" / "meeting" / "badges.css"


@blueprint.get("/<uuid:meeting_id>/badges")
@policy("staff", permission=DOOR)
def badges(meeting_id: uuid.UUID) -> str:
    """For whom, on which paper, and what stands below the name."""
    meeting = meeting_or_404(meeting_id)
    lines = badge_lines(meeting, interface_language())
    return render_template(
        "meeting/console/badges.html",
        meeting=meeting,
        who=WHO,
        papers=PAPERS,
        lines=lines,
        line=company_line(lines),
        can_print=can_print(),
        counts=door_counts(meeting),
    )


@blueprint.get("/<uuid:meeting_id>/badges/print")
@policy("staff", permission=DOOR)
def badges_to_print(meeting_id: uuid.UUID) -> str:
    """The badges as a page; the browser prints it."""
    return _paper(meeting_or_404(meeting_id), is_pdf=False)


@blueprint.get("/<uuid:meeting_id>/badges.pdf")
@policy("staff", permission=DOOR)
def badges_pdf(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a file; where none can be made here, the page to print."""
    meeting = meeting_or_404(meeting_id)
    try:
        made = pdf_of(_paper(meeting, is_pdf=True), _STYLE.read_text())
    except NoPdfError:
        page = url_for("meeting_console.badges_to_print", meeting_id=meeting.id)
        return redirect(f"{page}?{request.query_string.decode('latin1')}")
    return _download(made, f"badges-{meeting.code}.pdf", "application/pdf")


@blueprint.get("/<uuid:meeting_id>/arrivals")
@policy("staff", permission=DOOR)
def arrivals(meeting_id: uuid.UUID) -> str:
    """Who came, on paper: times for those who are in, a line to sign for the others."""
    meeting = meeting_or_404(meeting_id)
    return render_template(
        "meeting/console/arrivals.html",
        meeting=meeting,
        when=meeting_in_words(meeting),
        counts=door_counts(meeting),
        guests=_at_meeting(meeting),
        at_door=lambda moment: moment.astimezone(zone_of(meeting)).strftime("%H:%M"),
    )


@blueprint.get("/<uuid:meeting_id>/arrivals.csv")
@policy("staff", permission=DOOR)
def arrivals_csv(meeting_id: uuid.UUID) -> Response:
    """The same as a table."""
    meeting = meeting_or_404(meeting_id)
    heading = [_("Name"), _("State"), _("Let in at"), _("Door"), _("Walked in")]
    rows = [_arrival(meeting, guest) for guest in _at_meeting(meeting)]
    return _download(BOM + csv_text([heading, *rows]), f"arrivals-{meeting.code}.csv", "text/csv")


def _arrival(meeting: Meeting, guest: Guest) -> list[str]:
    came = guest.checked_in_at
    at = came.astimezone(zone_of(meeting)).strftime("%Y-%m-%d %H:%M") if came else ""
    walked = _("yes") if guest.origin == "walk_in" else ""
    return [guest.name, str(GUEST_STATES[guest.state]), at, guest.checked_in_door, walked]


def _at_meeting(meeting: Meeting) -> list[Guest]:
    """Who is expected or came."""
    return [guest for guest in door_guests(meeting) if guest.state == HOLDS_SEAT or guest.checked_in_at]


def _paper(meeting: Meeting, *, is_pdf: bool) -> str:
    asked = request.args
    guest_id = _one_guest(meeting, asked.get("guest", ""))
    lines = badge_lines(meeting, interface_language())
    line = asked.get("line", company_line(lines))
    guests = guests_for_badges(meeting, who=asked.get("who", "coming"), guest_id=guest_id)
    shown: dict[str, Any] = {
        "meeting": meeting,
        "paper": asked.get("paper") if asked.get("paper") in PAPERS else "sheet",
        "badges": badges_of(guests, line=line if line in lines else "", language=interface_language()),
        "is_pdf": is_pdf,
    }
    return render_template("meeting/console/badges_paper.html", **shown)


def _one_guest(meeting: Meeting, text: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        guest = guest_of(meeting, uuid.UUID(text))
    except ValueError:
        guest = None
    return guest.id if guest else abort(404)


def _download(content: str | bytes, name: str, kind: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.tenant.slug}-{name}")
    response.headers["Cache-Control"] = "no-store"
    return response
