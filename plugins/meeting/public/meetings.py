"""What is coming, and the page of one meeting."""

from flask import abort, render_template

from hutong import count_visit, policy
from plugins.meeting.models import Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import coming_meetings, meeting_by_code
from plugins.meeting.sections import on_page
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of


@blueprint.get("/")
@policy("anyone")
def index() -> str:
    """What is coming."""
    lines = [(meeting, meeting_in_words(meeting), state_pill(meeting)) for meeting in coming_meetings()]
    return render_template("meeting/index.html", lines=lines)


@blueprint.get("/<code>")
@policy("anyone")
def meeting(code: str) -> str:
    """One meeting: when, where, what about; and what one can do."""
    found = meeting_or_404(code)
    count_visit(plugin="meeting", object_kind="meeting", object_id=found.id)
    return render_template(
        "meeting/meeting.html",
        meeting=found,
        when=meeting_in_words(found),
        zone=zone_in_words(zone_of(found)),
        pill=state_pill(found),
        pieces=on_page.drawn(found),
    )


def meeting_or_404(code: str) -> Meeting:
    """The published meeting of an address."""
    return meeting_by_code(code) or abort(404)
