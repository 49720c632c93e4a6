"""One thing to do, opened by its owner's link: looked at by GET, ticked off by POST."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from hutong.fields import page_token, posted_token
from plugins.meeting.action_items import open_again, tick_off
from plugins.meeting.action_links import action_by_token
from plugins.meeting.action_queries import is_late
from plugins.meeting.models import Action, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.when import meeting_in_words

PURPOSE = "meeting.action"


@blueprint.get("/do/<action_token>")
@policy("token")
def action(action_token: str) -> ResponseReturnValue:
    """What it is, by when, and whether it is done."""
    found, meeting = _action_or_404(action_token)
    page = render_template(
        "meeting/minutes_action.html",
        action=found,
        form_token=page_token(found.id, PURPOSE),
        meeting=meeting,
        when=meeting_in_words(meeting),
        is_late=is_late(found),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/do/<action_token>")
@policy("token")
def tick_action(action_token: str) -> ResponseReturnValue:
    """It is done, or not yet after all (`open`)."""
    found, _meeting = _action_or_404(action_token, lock=True)
    posted_token(found.id, PURPOSE)
    if request.form.get("open"):
        open_again(found)
    else:
        tick_off(found)
    return redirect(url_for("meeting.action", action_token=action_token))


def _action_or_404(token: str, *, lock: bool = False) -> tuple[Action, Meeting]:
    found = action_by_token(token, lock=lock)
    meeting = meeting_by_id(found.meeting_id) if found else None
    if found is None or meeting is None:
        abort(404)
    return found, meeting
