"""Decisions in the console: by hand, or by a poll of the room."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.minutes import MINUTES
from plugins.meeting.decisions import add_decision, bring_back_decision, poll_decides, remove_decision
from plugins.meeting.minutes_forms import DecisionForm
from plugins.meeting.minutes_queries import decision_by_id, poll_results
from plugins.meeting.models import Decision, Meeting


@blueprint.route("/<uuid:meeting_id>/minutes/decisions/new", methods=["GET", "POST"])
@policy("staff", permission=MINUTES)
def new_decision(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what was decided."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    form = DecisionForm()
    if form.validate_on_submit():
        add_decision(meeting, form.text.data)
        return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id, _anchor="decisions"))
    page = render_template("meeting/console/minutes_decision.html", meeting=meeting, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:meeting_id>/minutes/decisions/poll")
@policy("staff", permission=MINUTES)
def poll_decided(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """This poll decided it: its winner becomes a decision."""
    meeting = meeting_or_404(meeting_id, lock=True)
    asked = request.form.get("poll", "")
    result = next((one for one in poll_results(meeting) if str(one.poll.id) == asked), None) or abort(404)
    if poll_decides(meeting, result) is None:
        notify(_("Two answers are level. Write the decision down by hand."), kind="bad")
    return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id, _anchor="decisions"))


@blueprint.post("/<uuid:meeting_id>/minutes/decisions/<uuid:decision_id>")
@policy("staff", permission=MINUTES)
def drop_decision(meeting_id: uuid.UUID, decision_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the minutes, or put it back (`back`)."""
    meeting = meeting_or_404(meeting_id, lock=True)
    decision = _decision(meeting, decision_id)
    if request.args.get("back"):
        bring_back_decision(decision)
    else:
        remove_decision(decision)
        notify(
            _("Taken off the minutes."),
            undo_url=url_for(
                "meeting_console.drop_decision", meeting_id=meeting.id, decision_id=decision.id, back=1
            ),
        )
    return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id, _anchor="decisions"))


def _decision(meeting: Meeting, decision_id: uuid.UUID) -> Decision:
    found = decision_by_id(decision_id)
    if found is None or found.meeting_id != meeting.id:
        abort(404)
    return found
