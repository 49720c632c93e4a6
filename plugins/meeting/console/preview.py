"""The way from a draft to how guests will see it."""

import uuid

from flask import g, redirect
from flask.typing import ResponseReturnValue

from hutong import policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.previewing import preview_url


@blueprint.get("/<uuid:meeting_id>/preview")
@policy("staff")
def preview(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """To the page, by an address that is good for an hour."""
    return redirect(preview_url(g.tenant, meeting_or_404(meeting_id)))
