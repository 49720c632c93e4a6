"""Who was there: the list to be put right by a tap."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.meeting.attendance_marks import add_walk_in, excuse, mark_away, mark_present
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.minutes import MINUTES
from plugins.meeting.minutes_forms import WalkInForm
from plugins.meeting.minutes_queries import attendance_of
from plugins.meeting.models import Meeting
from plugins.meeting.queries import guest_by_id

MARKS = {"excused": excuse, "absent": mark_away}


@blueprint.get("/<uuid:meeting_id>/minutes/attendance")
@policy("staff", permission=MINUTES)
def attendance(meeting_id: uuid.UUID) -> str:
    """Present, excused, absent; each name with what it can become."""
    return _page(meeting_or_404(meeting_id), WalkInForm())


@blueprint.post("/<uuid:meeting_id>/minutes/attendance")
@policy("staff", permission=MINUTES)
def walked_in(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody was there who was not on the list."""
    meeting = meeting_or_404(meeting_id, lock=True)
    form = WalkInForm()
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    add_walk_in(meeting, form.name.data, by=g.person.id)
    return redirect(url_for("meeting_console.attendance", meeting_id=meeting.id))


@blueprint.post("/<uuid:meeting_id>/minutes/attendance/<uuid:guest_id>")
@policy("staff", permission=MINUTES)
def mark_guest(meeting_id: uuid.UUID, guest_id: uuid.UUID) -> ResponseReturnValue:
    """Present, excused or absent."""
    meeting = meeting_or_404(meeting_id, lock=True)
    guest = guest_by_id(guest_id)
    if guest is None or guest.meeting_id != meeting.id:
        abort(404)
    asked = request.form.get("mark", "")
    if asked == "present":
        mark_present(meeting, guest, by=g.person.id)
    else:
        (MARKS.get(asked) or abort(422))(meeting, guest)
    address = url_for("meeting_console.attendance", meeting_id=meeting.id)
    return redirect(f"{address}#g-{guest.id}")


def _page(meeting: Meeting, form: WalkInForm) -> str:
    return render_template(
        "meeting/console/minutes_attendance.html",
        meeting=meeting,
        attendance=attendance_of(meeting),
        form=form,
    )
