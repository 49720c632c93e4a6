"""Minutes on the public side: everybody's page without any name, and a guest's by their own link."""

from flask import Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.meeting.action_links import action_token
from plugins.meeting.action_queries import actions_for, is_late
from plugins.meeting.links import guest_token
from plugins.meeting.minutes_handing_out import as_pdf, as_text
from plugins.meeting.minutes_queries import base_text, guest_of_person, previous_published
from plugins.meeting.minutes_readers import left_for, may_read, published_minutes
from plugins.meeting.minutes_sheet import Sheet, sheet_of
from plugins.meeting.models import Action, Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.sections import on_page, on_ticket


@blueprint.get("/<code>/minutes")
@policy("anyone")
def minutes(code: str) -> ResponseReturnValue:
    """For everybody, without names; where only guests read them, the way for a guest."""
    meeting = meeting_or_404(code)
    if published_minutes(meeting) is None:
        abort(404)
    if meeting.shows_minutes != "everybody":
        return render_template("meeting/minutes_closed.html", meeting=meeting), 404
    previous = _for_all(previous_published(meeting))
    page = render_template(
        "meeting/minutes.html",
        sheet=_sheet(meeting, names=False),
        guest=None,
        owed={},
        page_url=url_for("meeting.minutes", code=meeting.code),
        pdf_url=url_for("meeting.minutes_pdf", code=meeting.code),
        txt_url=url_for("meeting.minutes_txt", code=meeting.code),
        back_url=url_for("meeting.meeting", code=meeting.code),
        previous_url=url_for("meeting.minutes", code=previous.code) if previous else "",
    )
    return _unkept(page)


@blueprint.get("/<code>/minutes.pdf")
@policy("anyone")
def minutes_pdf(code: str) -> Response:
    """The same as a file."""
    meeting = _open_or_404(code)
    return as_pdf(_sheet(meeting, names=False), back=url_for("meeting.minutes", code=code))


@blueprint.get("/<code>/minutes.txt")
@policy("anyone")
def minutes_txt(code: str) -> Response:
    """The same as plain text."""
    return as_text(_sheet(_open_or_404(code), names=False))


@blueprint.get("/g/<token>/minutes")
@policy("token")
def guest_minutes(token: str) -> ResponseReturnValue:
    """For a guest, with names, and what they are to do."""
    guest, meeting = _reader_or_404(token)
    owed = {one.action.id: _tick_url(one.action) for one in actions_for(guest)}
    page = render_template(
        "meeting/minutes.html",
        sheet=_sheet(meeting, names=True),
        guest=guest,
        owed=owed,
        page_url=url_for("meeting.meeting", code=meeting.code),
        pdf_url=url_for("meeting.guest_minutes_pdf", token=token),
        txt_url=url_for("meeting.guest_minutes_txt", token=token),
        back_url=url_for("meeting.guest", token=token),
        previous_url="",
    )
    return _unkept(page)


@blueprint.get("/g/<token>/minutes.pdf")
@policy("token")
def guest_minutes_pdf(token: str) -> Response:
    """The same as a file."""
    _guest, meeting = _reader_or_404(token)
    return as_pdf(_sheet(meeting, names=True), back=url_for("meeting.guest_minutes", token=token))


@blueprint.get("/g/<token>/minutes.txt")
@policy("token")
def guest_minutes_txt(token: str) -> Response:
    """The same as plain text."""
    _guest, meeting = _reader_or_404(token)
    return as_text(_sheet(meeting, names=True))


@on_page(order=50)
def minutes_piece(meeting: Meeting) -> str:
    """The way to the minutes, or to those of last time, where everybody may read them."""
    is_out = meeting.shows_minutes == "everybody" and published_minutes(meeting) is not None
    previous = _for_all(previous_published(meeting))
    if not is_out and previous is None:
        return ""
    return render_template("meeting/_minutes_link.html", meeting=meeting, is_out=is_out, previous=previous)


@on_ticket(order=50)
def minutes_on_ticket(meeting: Meeting, guest: Guest) -> str:
    """A guest's minutes, what they are to do, and what is open from last time."""
    reads = may_read(guest)
    mine = [(one, _tick_url(one.action)) for one in actions_for(guest)]
    own = {one.action.id for one, _url in mine}
    return render_template(
        "meeting/_minutes_on_ticket.html",
        minutes_url=_guest_url(guest) if reads and published_minutes(meeting) else "",
        mine=mine,
        left=[one for one in left_for(meeting, guest) if one.action.id not in own] if reads else [],
        previous_url=_previous_url(meeting, guest),
        is_late=is_late,
    )


def _open_or_404(code: str) -> Meeting:
    meeting = meeting_or_404(code)
    if _for_all(meeting) is None or published_minutes(meeting) is None:
        abort(404)
    return meeting


def _reader_or_404(token: str) -> tuple[Guest, Meeting]:
    guest, meeting = guest_or_404(token)
    if not may_read(guest) or published_minutes(meeting) is None:
        abort(404)
    return guest, meeting


def _sheet(meeting: Meeting, *, names: bool) -> Sheet:
    """What was published, whatever was written since."""
    found = published_minutes(meeting)
    if found is None:
        abort(404)
    text = base_text(meeting, found.published_revision or 0)
    return sheet_of(meeting, text, names=names, until=found.published_at)


def _for_all(meeting: Meeting | None) -> Meeting | None:
    return meeting if meeting is not None and meeting.shows_minutes == "everybody" else None


def _previous_url(meeting: Meeting, guest: Guest) -> str:
    """The last minutes, by the guest's own link if they were there too."""
    previous = previous_published(meeting)
    if previous is None:
        return ""
    before = guest_of_person(previous, guest)
    if before is not None and may_read(before):
        return _guest_url(before)
    return url_for("meeting.minutes", code=previous.code) if _for_all(previous) else ""


def _guest_url(guest: Guest) -> str:
    return url_for("meeting.guest_minutes", token=guest_token(guest))


def _tick_url(action: Action) -> str:
    return url_for("meeting.action", action_token=action_token(action))


def _unkept(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
