"""Who does what: of all meetings, and one thing to do."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.meeting.action_items import (
    add_action,
    bring_back_action,
    change_action,
    open_again,
    remove_action,
    tick_off,
)
from plugins.meeting.action_queries import Which, action_by_id, all_actions, counts, is_late, owners
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.minutes import MINUTES
from plugins.meeting.minutes_forms import ActionForm
from plugins.meeting.models import Action, Meeting
from plugins.meeting.queries import meeting_by_id


@blueprint.get("/actions")
@policy("staff", permission=MINUTES)
def actions() -> str:
    """Who does what, over all meetings: open, late or done, of everybody or one."""
    asked = request.args.get("which")
    which: Which = "late" if asked == "late" else "done" if asked == "done" else "open"
    owner = request.args.get("owner", "")[:80]
    return render_template(
        "meeting/console/actions.html",
        which=which,
        owner=owner,
        owners=owners(),
        found=all_actions(which, owner),
        counts=counts(),
        is_late=is_late,
    )


@blueprint.route("/<uuid:meeting_id>/minutes/actions/new", methods=["GET", "POST"])
@policy("staff", permission=MINUTES)
def new_action(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what is to be done."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    form = ActionForm.for_meeting(meeting)
    if form.validate_on_submit():
        add_action(meeting, form.text.data, form.chosen(), form.due_on.data)
        return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id, _anchor="actions"))
    page = render_template("meeting/console/minutes_action.html", meeting=meeting, form=form, action=None)
    return page, 422 if form.errors else 200


@blueprint.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@policy("staff", permission=MINUTES)
def edit_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say it better, move it on, give it to somebody else."""
    action, meeting = _action_or_404(action_id, lock=request.method == "POST")
    form = ActionForm.for_meeting(meeting, action)
    if form.validate_on_submit():
        change_action(action, text=form.text.data, owner=form.chosen(), due_on=form.due_on.data)
        notify(_("Saved."))
        return redirect(_back(meeting))
    page = render_template("meeting/console/minutes_action.html", meeting=meeting, form=form, action=action)
    return page, 422 if form.errors else 200


@blueprint.post("/actions/<uuid:action_id>/done")
@policy("staff", permission=MINUTES)
def action_done(action_id: uuid.UUID) -> ResponseReturnValue:
    """Tick it off, or open it again (`open`)."""
    action, meeting = _action_or_404(action_id, lock=True)
    if request.args.get("open"):
        open_again(action)
    elif tick_off(action):
        again = url_for(
            "meeting_console.action_done", action_id=action.id, open=1, to=request.args.get("to") or None
        )
        notify(_("Done: %(what)s", what=action.text[:60]), undo_url=again)
    return redirect(_back(meeting))


@blueprint.post("/actions/<uuid:action_id>/remove")
@policy("staff", permission=MINUTES)
def drop_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the minutes, or put it back (`back`)."""
    action, meeting = _action_or_404(action_id, lock=True)
    if request.args.get("back"):
        bring_back_action(action)
    else:
        remove_action(action)
        again = url_for("meeting_console.drop_action", action_id=action.id, back=1)
        notify(_("Taken off the minutes."), undo_url=again)
    return redirect(url_for("meeting_console.minutes", meeting_id=meeting.id, _anchor="actions"))


def _action_or_404(action_id: uuid.UUID, *, lock: bool = False) -> tuple[Action, Meeting]:
    action = action_by_id(action_id, lock=lock)
    meeting = meeting_by_id(action.meeting_id) if action else None
    if action is None or meeting is None:
        abort(404)
    return action, meeting


def _back(meeting: Meeting) -> str:
    """Where it was done: the list over all meetings, the meeting it is left over in, or its own minutes."""
    to = request.args.get("to", "")
    if to == "all":
        return url_for("meeting_console.actions")
    try:
        other = meeting_by_id(uuid.UUID(to)) if to else None
    except ValueError:
        other = None
    return url_for("meeting_console.minutes", meeting_id=(other or meeting).id, _anchor="actions")
