"""Minutes in the console: all of them on one page, filled in from what happened; publishing."""

import uuid
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, lazy_gettext as _l, ngettext, notify, permitted, policy, public_url
from hutong.pages import prose
from plugins.meeting.action_queries import actions_of, is_late, left_over
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.minutes_queries import (
    answered_questions,
    attendance_of,
    decisions_of,
    minutes_of,
    poll_results,
    previous_published,
    unwritten_points,
    writers_of,
)
from plugins.meeting.minutes_readers import readers_to_tell, tell_readers
from plugins.meeting.models import Meeting, Minutes
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.when import meeting_in_words
from plugins.meeting.writing_minutes import add_headings, publish_minutes, unpublish_minutes

MINUTES = "meeting.minutes"
ROOMS.add("meeting_console.minutes", "text", _l("Minutes"), order=60)


@blueprint.get("/<uuid:meeting_id>/minutes")
@policy("staff", permission=MINUTES)
def minutes(meeting_id: uuid.UUID) -> str:
    """Who was there, what was said, decided, and is to do."""
    meeting = meeting_or_404(meeting_id)
    found = minutes_of(meeting)
    return render_template(
        "meeting/console/minutes.html",
        meeting=meeting,
        when=meeting_in_words(meeting),
        minutes=found,
        text=prose(found.text) if found else "",
        unwritten=unwritten_points(meeting, found.text) if found else [],
        writers=writers_of(meeting),
        attendance=attendance_of(meeting),
        results=poll_results(meeting),
        questions=answered_questions(meeting),
        decisions=decisions_of(meeting),
        actions=actions_of(meeting),
        left=left_over(meeting),
        is_late=is_late,
        **_publishing(meeting, found),
    )


@blueprint.post("/<uuid:meeting_id>/minutes/points")
@policy("staff", permission=MINUTES)
def add_points(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The agenda has grown since: its new points become headings at the end of the text."""
    add_headings(meeting_or_404(meeting_id, lock=True), by=g.person.id)
    return redirect(url_for("meeting_console.write_minutes", meeting_id=meeting_id))


@blueprint.post("/<uuid:meeting_id>/minutes/publish")
@policy("staff", permission=MINUTES)
def publish_them(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Let them be read as they are now; or, with `who`, by others than before."""
    meeting = meeting_or_404(meeting_id, lock=True)
    if request.form.get("who") in ("guests", "everybody"):
        meeting.shows_minutes = request.form["who"]
    publish_minutes(meeting)
    notify(_("Published. They can be read now."), undo_url=_address("unpublish_them", meeting))
    return redirect(_address("minutes", meeting))


@blueprint.post("/<uuid:meeting_id>/minutes/unpublish")
@policy("staff", permission=MINUTES)
def unpublish_them(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody read them but the organisers."""
    meeting = meeting_or_404(meeting_id, lock=True)
    unpublish_minutes(meeting)
    notify(_("Nobody but you reads them now."))
    return redirect(_address("minutes", meeting))


@blueprint.post("/<uuid:meeting_id>/minutes/tell")
@policy("staff", permission=MINUTES)
def tell_them(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Write to the guests that they can be read; the button said to how many."""
    meeting = meeting_or_404(meeting_id, lock=True)
    count = tell_readers(meeting)
    if count:
        notify(ngettext("A mail goes to %(num)s guest.", "Mails go to %(num)s guests.", count))
    return redirect(_address("minutes", meeting))


@in_hub(order=60)
def still_open(meeting: Meeting) -> str:
    """What is left from earlier meetings of the series, and where the last minutes are."""
    if not permitted(MINUTES):
        return ""
    left, previous = left_over(meeting), previous_published(meeting)
    if not left and previous is None:
        return ""
    return render_template(
        "meeting/console/_still_open.html", meeting=meeting, left=left, previous=previous, is_late=is_late
    )


def _publishing(meeting: Meeting, found: Minutes | None) -> dict[str, Any]:
    """How it stands with readers."""
    is_out = found is not None and found.published_at is not None
    return {
        "is_out": is_out,
        "is_behind": found is not None and is_out and _is_behind(meeting, found),
        "to_tell": len(readers_to_tell(meeting)) if is_out else 0,
        "page_url": public_url(g.tenant, "meeting.minutes", code=meeting.code),
    }


def _is_behind(meeting: Meeting, published: Minutes) -> bool:
    """Whether the organisers have more, in the text or its lists, than readers are shown."""
    if published.revision != published.published_revision:
        return True
    until = published.published_at
    decided = len(decisions_of(meeting)) != len(decisions_of(meeting, until))
    return decided or len(actions_of(meeting)) != len(actions_of(meeting, until))


def _address(endpoint: str, meeting: Meeting) -> str:
    return url_for(f"meeting_console.{endpoint}", meeting_id=meeting.id)
