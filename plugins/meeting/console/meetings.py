"""All meetings, and a new one."""

from datetime import timedelta
from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.forms import new_meeting_form
from plugins.meeting.operations import create_meeting
from plugins.meeting.queries import all_meetings
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import meeting_in_words

ORGANISE = "meeting.organise"


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """Every meeting with its time and how it stands."""
    lines = [(meeting, meeting_in_words(meeting), state_pill(meeting)) for meeting in all_meetings()]
    return render_template("meeting/console/index.html", lines=lines)


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def new_meeting() -> ResponseReturnValue:
    """Three things, and it is there as a draft."""
    form = new_meeting_form(g.tenant.languages)()
    if form.validate_on_submit():
        values: dict[str, Any] = form.texts() | _values(form)
        meeting = create_meeting(**values)
        return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))
    page = render_template("meeting/console/new.html", form=form)
    return page, 422 if form.errors else 200


def _values(form: Any) -> dict[str, Any]:
    values = {"zone": g.tenant.zone.key, "capacity": form.capacity.data}
    if form.starts_at.data is not None:
        starts_at = form.starts_at.data.replace(tzinfo=g.tenant.zone)
        values |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=form.minutes.data)}
    return values
