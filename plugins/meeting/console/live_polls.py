"""Polls of the room in the moderator's hand: made, started, closed, shown; words taken out of a cloud."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.live import LIVE, back_to_room
from plugins.meeting.live_forms import LivePollForm
from plugins.meeting.live_polls import (
    bin_poll,
    change_poll,
    close_poll,
    create_poll,
    hide_word,
    next_poll,
    show_poll,
    start_poll,
)
from plugins.meeting.live_queries import poll_by_id, poll_line
from plugins.meeting.live_room import room_state
from plugins.meeting.models import LivePoll, Meeting


@blueprint.route("/<uuid:meeting_id>/live/polls/new", methods=["GET", "POST"])
@policy("staff", permission=LIVE)
def new_live_poll(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """A draft: nobody sees it before it is started."""
    meeting = meeting_or_404(meeting_id)
    form = LivePollForm()
    if form.validate_on_submit():
        create_poll(meeting, **form.values())
        return back_to_room(meeting, "polls")
    return _form_page(meeting, form)


@blueprint.route("/<uuid:meeting_id>/live/polls/<uuid:live_poll_id>/change", methods=["GET", "POST"])
@policy("staff", permission=LIVE)
def edit_live_poll(meeting_id: uuid.UUID, live_poll_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft; one that was started leads to what came of it."""
    meeting, poll = _found(meeting_id, live_poll_id)
    if poll.state != "draft":
        return redirect(url_for("meeting_console.live_poll", meeting_id=meeting.id, live_poll_id=poll.id))
    form = LivePollForm(obj=poll)
    if request.method == "GET":
        form.options_text.data = "\n".join(option["label"] for option in poll.options)
    if form.validate_on_submit():
        change_poll(poll, **form.values())
        return back_to_room(meeting, "polls")
    return _form_page(meeting, form, poll)


@blueprint.get("/<uuid:meeting_id>/live/polls/<uuid:live_poll_id>")
@policy("staff", permission=LIVE)
def live_poll(meeting_id: uuid.UUID, live_poll_id: uuid.UUID) -> str:
    """What came of a poll; of a cloud each word, to take it out."""
    meeting, poll = _found(meeting_id, live_poll_id)
    line = poll_line(poll, with_hidden=True)
    return render_template("meeting/console/live_poll.html", meeting=meeting, poll=line)


@blueprint.post("/<uuid:meeting_id>/live/polls/<uuid:live_poll_id>")
@policy("staff", permission=LIVE)
def change_live_poll(meeting_id: uuid.UUID, live_poll_id: uuid.UUID) -> ResponseReturnValue:
    """Start it, close it, put it on the screen or take it off, throw it away, leave out a word."""
    meeting, poll = _found(meeting_id, live_poll_id, lock=True)
    word = request.form.get("word", "")
    match request.form.get("do"):
        case "start" if room_state(meeting) != "open":
            notify(_("The room is closed. Open it first."))
        case "start":
            start_poll(meeting, poll)
        case "close" if poll.state == "open":
            close_poll(poll)
        case "show" if poll.state != "draft":
            show_poll(meeting, poll)
        case "away":
            show_poll(meeting, None)
        case "bin":
            bin_poll(poll)
            notify(_("The poll is gone, with its answers."))
        case "hide" | "let" as do if word:
            hide_word(poll, word, hidden=do == "hide")
            return redirect(
                url_for("meeting_console.live_poll", meeting_id=meeting.id, live_poll_id=poll.id), 303
            )
        case "close" | "show":
            pass  # somebody else was faster
        case _:
            abort(422)
    return back_to_room(meeting, "polls")


@blueprint.post("/<uuid:meeting_id>/live/next")
@policy("staff", permission=LIVE)
def next_live_poll(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Close this one and start the next; after the last the screen shows questions."""
    meeting = meeting_or_404(meeting_id, lock=True)
    if room_state(meeting) != "open":
        notify(_("The room is closed. Open it first."))
    elif next_poll(meeting) is None:
        notify(_("That was the last poll. The screen shows questions."))
    return back_to_room(meeting, "polls")


def _found(meeting_id: uuid.UUID, live_poll_id: uuid.UUID, *, lock: bool = False) -> tuple[Meeting, LivePoll]:
    """The meeting, locked where a poll of it is about to be started: one is open at a time."""
    meeting = meeting_or_404(meeting_id, lock=lock)
    return meeting, poll_by_id(meeting, live_poll_id, lock=lock) or abort(404)


def _form_page(meeting: Meeting, form: LivePollForm, poll: LivePoll | None = None) -> ResponseReturnValue:
    page = render_template("meeting/console/live_poll_form.html", meeting=meeting, form=form, poll=poll)
    return page, 422 if form.errors else 200
