"""The moderator's side of the live room: what was asked, and whether it is let in."""

import uuid
from functools import partial
from typing import Any, get_args

from flask import (
    Response,
    abort,
    g,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from hutong import gettext as _, lazy_gettext as _l, notify, policy, public_url
from hutong.exports import BOM, csv_text
from hutong.streams import stream
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.floor import QuestionState, put_question
from plugins.meeting.live_queries import DeskView, desk_view, question_by_id, room_rows
from plugins.meeting.live_room import room_state, screen_key
from plugins.meeting.models import Meeting
from plugins.meeting.sections import ROOMS

LIVE = "meeting.live"
WORDS = {
    "poll": _l("Poll"),
    "question": _l("Question"),
    "pending": _l("Waits"),
    "shown": _l("In the room"),
    "answered": _l("Already answered"),
    "hidden": _l("Put away"),
    "open": _l("Running"),
    "closed": _l("Closed"),
}
"""What and how it stands, in the words of the table to take along."""
ROOMS.add("meeting_console.live", "chat", _l("Live"), order=50)


@blueprint.get("/<uuid:meeting_id>/live")
@policy("staff", permission=LIVE)
def live(meeting_id: uuid.UUID) -> str:
    """Everything the moderator needs in one hand; it keeps itself up to date."""
    meeting = meeting_or_404(meeting_id)
    view = desk_view(meeting.id) or abort(404)
    return render_template(
        "meeting/console/live.html",
        meeting=meeting,
        state=room_state(meeting),
        parts=draw_desk(view),
        has_polls=bool(view.polls),
        screen_url=public_url(g.tenant, "meeting.screen", code=meeting.code, screen_key=screen_key(meeting)),
        room_url=public_url(g.tenant, "meeting.live", code=meeting.code),
    )


@blueprint.get("/<uuid:meeting_id>/live/now")
@policy("staff", permission=LIVE)
def live_now(meeting_id: uuid.UUID) -> Response:
    """What has changed, as a stream or when asked."""
    meeting = meeting_or_404(meeting_id)
    return stream(f"meeting/{meeting.id}/desk", see=partial(desk_view, meeting.id), draw=draw_desk)


def draw_desk(view: DeskView) -> dict[str, str]:
    """The parts of the page."""
    macro: Any = partial(get_template_attribute, "meeting/console/live_parts.html")
    return {
        "questions": str(macro("questions")(dict(view.questions))),
        "polls": str(macro("polls")(view.polls)),
    }


@blueprint.post("/<uuid:meeting_id>/live/questions/<uuid:floor_id>")
@policy("staff", permission=LIVE)
def put_floor_question(meeting_id: uuid.UUID, floor_id: uuid.UUID) -> ResponseReturnValue:
    """Let a question in, put it away, or say that it was answered."""
    meeting = meeting_or_404(meeting_id)
    question = question_by_id(meeting, floor_id) or abort(404)
    state = request.form.get("state", "")
    if state not in get_args(QuestionState):
        abort(422)
    put_question(question, state)  # type: ignore[arg-type]
    return back_to_room(meeting, "questions")


@blueprint.post("/<uuid:meeting_id>/live/room")
@policy("staff", permission=LIVE)
def change_room(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Open or close the room; let questions in at once, or only after somebody read them."""
    meeting = meeting_or_404(meeting_id, lock=True)
    match request.form.get("do"):
        case "close" | "open" as word:
            meeting.live_closed = word == "close"
        case "moderate" | "trust" as word:
            meeting.live_moderated = word == "moderate"
            notify(
                _("Questions wait for you now.") if meeting.live_moderated else _("Questions appear at once.")
            )
        case _:
            abort(422)
    return back_to_room(meeting, "room")


def back_to_room(meeting: Meeting, part: str) -> ResponseReturnValue:
    """Back to that part of the page; the script asks for what has changed by itself."""
    if request.headers.get("X-Requested-With") == "live":
        return jsonify(ok=True)
    return redirect(url_for("meeting_console.live", meeting_id=meeting.id) + f"#{part}", 303)


@blueprint.get("/<uuid:meeting_id>/live/room.csv")
@policy("staff", permission=LIVE)
def export_room(meeting_id: uuid.UUID) -> Response:
    """Everything that was asked and answered, as a table to take along."""
    meeting = meeting_or_404(meeting_id)
    heading = [_("What"), _("Question"), _("Answer"), _("Votes"), _("State"), _("Name")]
    rows = (
        [str(WORDS.get(what, what)), *cells, str(WORDS.get(state, state)), name]
        for what, *cells, state, name in room_rows(meeting)
    )
    response = Response(BOM + csv_text([heading, *rows]), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="live-{meeting.code}.csv"'
    return response
