"""The worker that keeps the door open without a line.

Its address lies beside the page of the door, so that it may answer for this door and for nothing else of the
house (its scope is the folder it is served from).
"""

import uuid
from pathlib import Path

from flask import Response

from hutong import policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.door import DOOR
from plugins.meeting.console.hub import meeting_or_404

_WORKER = Path(__file__).parent.parent / "static" / "meeting" / "door_worker.js"


@blueprint.get("/<uuid:meeting_id>/door/worker.js")
@policy("staff", permission=DOOR)
def door_worker(meeting_id: uuid.UUID) -> Response:
    """The script; browsers look for a newer one with each visit."""
    meeting_or_404(meeting_id)
    return Response(_WORKER.read_text(), mimetype="text/javascript", headers={"Cache-Control": "no-cache"})
