"""A draft as guests will see it: for whoever has its signed address, and nothing on it leads anywhere."""

import re

from flask import Response, abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from hutong import db, gettext as _, policy
from plugins.meeting.models import Meeting
from plugins.meeting.previewing import opens_preview
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.meetings import draw_meeting
from plugins.meeting.queries import meeting_or_draft

_WAY = re.compile(r'(<a\b[^>]*?)\shref="[^"]*"')
_FORM = re.compile(r"<form\b")


@blueprint.get("/<code>/preview/<key>")
@policy("token")
def preview(code: str, key: str) -> ResponseReturnValue:
    """The page as if it were published; once it is, the page."""
    meeting = meeting_or_draft(code)
    if meeting is None or not opens_preview(meeting, key):
        abort(404)
    if meeting.state != "draft":
        return redirect(url_for("meeting.meeting", code=code))
    return _closed(_drawn(meeting))


def _drawn(meeting: Meeting) -> str:
    """The page of the meeting in another state: the session has let go of it, so that this cannot be kept."""
    db.session.expunge(meeting)
    meeting.state = "open"
    note = _("A preview: guests don’t see this page yet. Nothing can be tapped.")
    return draw_meeting(meeting, preview=True, noindex=True, messages=[{"text": note}])


def _closed(page: str) -> Response:
    """The page without ways out of it: they lead to what is not there yet."""
    response = make_response(_FORM.sub("<form inert", _WAY.sub(r"\1", page)))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
