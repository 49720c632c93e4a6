"""Reminders in the console: asking for an answer once more, and whether the day before is told by itself."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, ngettext, notify, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.guests import GUESTS
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.reminding import remind_undecided


@blueprint.post("/<uuid:meeting_id>/guests/remind")
@policy("staff", permission=GUESTS)
def remind_guests(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask those who said neither yes nor no once more, at most once a day each."""
    count = remind_undecided(meeting_or_404(meeting_id))
    if count:
        notify(ngettext("%(num)s guest is asked once more.", "%(num)s guests are asked once more.", count))
    else:
        notify(_("Everybody was asked within the last day. Give them time."))
    return redirect(url_for("meeting_console.guests", meeting_id=meeting_id))


@blueprint.post("/<uuid:meeting_id>/guests/reminds")
@policy("staff", permission=GUESTS)
def switch_reminder(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Whether those who are coming are mailed the day before."""
    meeting = meeting_or_404(meeting_id, lock=True)
    meeting.reminds = request.form.get("reminds") == "1"
    if meeting.reminds:
        notify(_("Whoever is coming gets a mail the day before."))
    else:
        notify(_("Nobody gets a mail the day before."))
    return redirect(url_for("meeting_console.guests", meeting_id=meeting_id))
