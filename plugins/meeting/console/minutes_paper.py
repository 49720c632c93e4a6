"""Minutes to take along, for the organiser: as they are now, with names."""

import uuid

from flask import Response, render_template, url_for

from hutong import policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.minutes import MINUTES
from plugins.meeting.minutes_handing_out import as_pdf, as_text
from plugins.meeting.minutes_queries import minutes_of
from plugins.meeting.minutes_sheet import Sheet, sheet_of


@blueprint.get("/<uuid:meeting_id>/minutes/paper")
@policy("staff", permission=MINUTES)
def minutes_paper(meeting_id: uuid.UUID) -> str:
    """To read and to print."""
    return render_template(
        "meeting/minutes_paper.html", sheet=_sheet(meeting_id), is_pdf=False, back=_back(meeting_id)
    )


@blueprint.get("/<uuid:meeting_id>/minutes.pdf")
@policy("staff", permission=MINUTES)
def minutes_pdf(meeting_id: uuid.UUID) -> Response:
    """As a file; where none can be made here, the page to print."""
    return as_pdf(_sheet(meeting_id), back=_back(meeting_id))


@blueprint.get("/<uuid:meeting_id>/minutes.txt")
@policy("staff", permission=MINUTES)
def minutes_txt(meeting_id: uuid.UUID) -> Response:
    """As plain text."""
    return as_text(_sheet(meeting_id))


def _sheet(meeting_id: uuid.UUID) -> Sheet:
    meeting = meeting_or_404(meeting_id)
    found = minutes_of(meeting)
    return sheet_of(meeting, found.text if found else "", names=True)


def _back(meeting_id: uuid.UUID) -> str:
    return url_for("meeting_console.minutes", meeting_id=meeting_id)
