"""One meeting in the console: how it stands, its rooms, publishing and cancelling."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy, public_url
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.errors import NoTimeError
from plugins.meeting.models import Meeting
from plugins.meeting.operations import cancel_meeting, publish_meeting
from plugins.meeting.queries import guest_counts, meeting_by_id
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import meeting_in_words


def meeting_or_404(meeting_id: uuid.UUID, *, lock: bool = False) -> Meeting:
    """The meeting of an address; `lock` before a change."""
    return meeting_by_id(meeting_id, lock=lock) or abort(404)


@blueprint.get("/<uuid:meeting_id>/")
@policy("staff")
def hub(meeting_id: uuid.UUID) -> str:
    """How it stands, and where to go from here."""
    meeting = meeting_or_404(meeting_id)
    return render_template(
        "meeting/console/hub.html",
        meeting=meeting,
        when=meeting_in_words(meeting),
        pill=state_pill(meeting),
        counts=guest_counts(meeting),
        rooms=ROOMS.open_rooms(),
        pieces=in_hub.drawn(meeting),
        page_url=public_url(g.tenant, "meeting.meeting", code=meeting.code),
    )


@blueprint.post("/<uuid:meeting_id>/publish")
@policy("staff", permission=ORGANISE)
def publish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put it on the public side, or take it up again after it was cancelled."""
    meeting = meeting_or_404(meeting_id, lock=True)
    try:
        publish_meeting(meeting)
    except NoTimeError:
        notify(_("It has no date yet. Set one, or let people vote."))
        return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))
    notify(_("It’s open. Share the link."))
    return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/cancel")
@policy("staff", permission=ORGANISE)
def cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off; guests are told why."""
    meeting = meeting_or_404(meeting_id, lock=True)
    cancel_meeting(meeting, note=request.form.get("note", "").strip()[:500])
    notify(_("It’s cancelled. Everybody who was invited is told."))
    return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))
