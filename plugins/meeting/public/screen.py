"""The big screen: the poll, the cloud or the questions, and how to join.

Its address holds a key made from the meeting, so that the laptop on the stage needs no account, and not
everybody in the room can put up what a poll counts while it is still open. The key only lets one look; the
console gives it.
"""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, abort, g, get_template_attribute, make_response, render_template

from hutong import gettext as _, policy, public_url
from hutong.pages import qr_svg
from hutong.streams import listeners, stream
from plugins.meeting.live_queries import (
    PUBLIC,
    PollLine,
    QuestionLine,
    floor_questions,
    poll_line,
    poll_on_screen,
)
from plugins.meeting.live_room import RoomState, is_screen_key, room_state
from plugins.meeting.live_words import HEIGHT, WIDTH, cloud
from plugins.meeting.models import Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.live import topic_of
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.queries import meeting_by_id

TOP = 6
"""Questions on the screen."""


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What the screen shows."""

    state: RoomState
    poll: PollLine | None
    questions: tuple[QuestionLine, ...]
    phones: int


@blueprint.get("/<code>/screen/<screen_key>")
@policy("token")
def screen(code: str, screen_key: str) -> Response:
    """The screen; it keeps itself up to date."""
    meeting = _meeting(code, screen_key)
    view = screen_view(meeting.id) or abort(404)
    address = public_url(g.tenant, "meeting.live", code=meeting.code, lang=None)
    page = render_template(
        "meeting/screen.html",
        meeting=meeting,
        key=screen_key,
        view=view,
        parts=draw_screen(view),
        qr=qr_svg(address, _("Code that leads to the room")),
        address=address.partition("://")[2],
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<code>/screen/<screen_key>/now")
@policy("token")
def screen_now(code: str, screen_key: str) -> Response:
    """What has changed, as a stream or when asked."""
    meeting = _meeting(code, screen_key)
    return stream(f"meeting/{meeting.id}/screen", see=partial(screen_view, meeting.id), draw=draw_screen)


def screen_view(meeting_id: uuid.UUID) -> ScreenView | None:
    """What the screen shows now; None once there is no such meeting."""
    meeting = meeting_by_id(meeting_id)
    if meeting is None or meeting.state == "draft":
        return None
    poll = poll_on_screen(meeting_id)
    return ScreenView(
        state=room_state(meeting),
        poll=poll_line(poll) if poll else None,
        questions=() if poll else floor_questions(meeting_id, *PUBLIC)[: TOP + 1],
        phones=listeners(topic_of(meeting)),
    )


def draw_screen(view: ScreenView) -> dict[str, str]:
    """The parts of the page."""
    macro: Any = partial(get_template_attribute, "meeting/screen_parts.html")
    words = cloud(view.poll.counts) if view.poll and view.poll.kind == "words" else []
    return {
        "stage": str(macro("stage")(view, words, (WIDTH, HEIGHT), TOP)),
        "phones": str(macro("phones")(view.phones)),
    }


def _meeting(code: str, key: str) -> Meeting:
    meeting = meeting_or_404(code)
    return meeting if is_screen_key(meeting, key) else abort(404)
