"""One letter: read, answered, noted; each step by a form that knows the case's revision."""

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import LANGUAGE_NAMES, gettext as _, interface_language, notify, policy
from plugins.complaint.access import readers_of
from plugins.complaint.attachments import FileFault, attach, attachments_of, read_uploads
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.desk import case_at, with_case
from plugins.complaint.days import today
from plugins.complaint.describing import STATES, due_words, event_words, outcome_words
from plugins.complaint.errors import StaleCaseError
from plugins.complaint.forms import NoteForm, ReplyForm
from plugins.complaint.handling import (
    acknowledge,
    add_note,
    expect_revision,
    mark_seen,
    merged_into,
    reply,
    set_aside,
    set_state,
    was_sent,
)
from plugins.complaint.opened import OpenCase, answers_in_words, notes_of, open_case, talk_of
from plugins.complaint.queries import all_topics, boxes, case_events, names_of_handlers
from plugins.complaint.unlocking import Desk

SETTABLE = ("new", "working", "asking")


@blueprint.get("/letters/<uuid:case_id>")
@policy("staff", permission="complaint.handle")
@with_case
def letter(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """The letter, the talk, the notes, and what can be done."""
    return case_page(desk, opened)


def case_page(
    desk: Desk,
    opened: OpenCase,
    *,
    status: int = 200,
    reply_form: ReplyForm | None = None,
    note_form: NoteForm | None = None,
    stale: bool = False,
    faults: Sequence[FileFault] = (),
) -> ResponseReturnValue:
    """The page of a case; with what was typed, where it came back."""
    case = opened.case
    page = render_template(
        "complaint/console/case.html",
        desk=desk,
        case=case,
        letter=opened.letter,
        identity=opened.identity,
        answers=answers_in_words(opened.letter, interface_language()),
        talk=talk_of(opened),
        notes=notes_of(opened),
        merged=merged_into(desk, opened),
        main=case.merged_into_id and open_case(desk, case.merged_into_id),
        readers=readers_of(case.id),
        reply_form=reply_form or ReplyForm(formdata=None),
        note_form=note_form or NoteForm(formdata=None),
        nonce=(reply_form and reply_form.nonce.data) or secrets.token_urlsafe(16),
        stale=stale,
        faults=faults,
        files_gone=any(file.filename for file in request.files.getlist("files")),
        attached=attachments_of(case, opened.keys.talk),
        **facts_of(opened),
    )
    return page, status


def facts_of(opened: OpenCase) -> dict[str, Any]:
    """What every page about a case says of it."""
    case = opened.case
    topics = {topic.id: topic for topic in all_topics(with_retired=True)}
    return {
        "topic": topics[case.topic_id],
        "box": next((box for box in boxes() if box.id == case.box_id), None),
        "names": names_of_handlers(),
        "state": STATES[case.state],
        "outcome": outcome_words(case.outcome),
        "due": due_words(case, today(g.tenant)),
        "today": today(g.tenant),
        "language": LANGUAGE_NAMES.get(opened.letter.language, opened.letter.language),
    }


@blueprint.post("/letters/<uuid:case_id>/reply")
@policy("staff", permission="complaint.handle", sealed=True)
@with_case
def send_reply(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Words to the writer; the same form sent twice says them once."""
    form = ReplyForm()
    if was_sent(opened, form.nonce.data or ""):
        return back_to(opened, "talk")
    if not form.validate_on_submit():
        return case_page(desk, opened, status=422, reply_form=form)
    if is_stale(opened):
        return case_page(desk, opened, status=409, reply_form=form, stale=True)
    uploads = read_uploads(request.files.getlist("files"), keep_originals=False)
    opened = case_at(desk, opened.case.id)  # cleaning files took its time, and let go of the case
    if uploads.faults or is_stale(opened):
        return case_page(
            desk,
            opened,
            status=422 if uploads.faults else 409,
            reply_form=form,
            stale=not uploads.faults,
            faults=uploads.faults,
        )
    said = {"tenant": g.tenant, "text": form.text.data, "asks": form.asks.data}
    message = reply(opened=opened, nonce=form.nonce.data or "", **said)
    attach(case=opened.case, uploads=uploads, talk_key=opened.keys.talk, message=message)
    for other in merged_into(desk, opened) if form.everybody.data else []:
        copy = reply(opened=other, **said)
        attach(case=other.case, uploads=uploads, talk_key=other.keys.talk, message=copy)
    notify(_("Sent. The writer reads it with their return code."))
    return back_to(opened, "talk")


@blueprint.post("/letters/<uuid:case_id>/note")
@policy("staff", permission="complaint.handle")
@with_case
def write_note(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Words to the other handlers. Another's note in between is no reason to refuse one's own."""
    form = NoteForm()
    if not form.validate_on_submit():
        return case_page(desk, opened, status=422, note_form=form)
    add_note(tenant=g.tenant, opened=opened, text=form.note.data)
    notify(_("Noted. Only handlers see it."))
    return back_to(opened, "notes")


@blueprint.post("/letters/<uuid:case_id>/acknowledge")
@policy("staff", permission="complaint.handle")
@with_case
def say_received(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Tell the writer that somebody has read it."""
    return change(
        desk,
        opened,
        lambda: acknowledge(tenant=g.tenant, opened=opened),
        _("The writer sees that you have read it."),
    )


@blueprint.post("/letters/<uuid:case_id>/seen")
@policy("staff", permission="complaint.handle")
@with_case
def seen(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """The page was shown: the dot in the list goes. Its script says so; without script there is a button."""
    mark_seen(opened=opened)
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        return back_to(opened)
    return "", 204


@blueprint.post("/letters/<uuid:case_id>/state/<state>")
@policy("staff", permission="complaint.handle")
@with_case
def choose_state(desk: Desk, opened: OpenCase, state: str) -> ResponseReturnValue:
    """New, in work, or waiting for the writer; with an undo."""
    before = opened.case.state
    if state not in SETTABLE or before not in SETTABLE:
        return back_to(opened)
    undo = url_for("complaint_console.choose_state", case_id=opened.case.id, state=before)
    return change(
        desk,
        opened,
        lambda: set_state(opened=opened, state=state),
        str(STATES[state]),
        undo=undo,
    )


@blueprint.post("/letters/<uuid:case_id>/let-in")
@policy("staff", permission="complaint.handle")
@with_case
def let_in(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """It was no machine; with an undo."""
    undo = url_for("complaint_console.put_aside", case_id=opened.case.id)
    act = partial(set_aside, opened=opened, is_aside=False)
    return change(desk, opened, act, _("It stands among the other letters now."), undo)


@blueprint.post("/letters/<uuid:case_id>/put-aside")
@policy("staff", permission="complaint.handle")
@with_case
def put_aside(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Back to those that look automatic."""
    return change(desk, opened, partial(set_aside, opened=opened, is_aside=True), _("Undone."))


@blueprint.get("/letters/<uuid:case_id>/history")
@policy("staff", permission="complaint.handle")
@with_case
def history(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """What happened, day by day."""
    facts = facts_of(opened)
    events = [(event.day, event_words(event, facts["names"])) for event in case_events(opened.case.id)]
    return render_template("complaint/console/history.html", case=opened.case, events=events, **facts)


def is_stale(opened: OpenCase) -> bool:
    """Whether the form was made before somebody else's change."""
    typed = request.form.get("revision", "")
    try:
        expect_revision(opened, int(typed) if typed.isdecimal() and len(typed) < 9 else None)
    except StaleCaseError:
        return True
    return False


def change(
    desk: Desk, opened: OpenCase, act: Callable[[], object], said: str, undo: str = ""
) -> ResponseReturnValue:
    """Do one thing to a case and go back to it; a page that is too old shows what is new instead.

    An undo carries no revision: it takes back what was seen a moment ago.
    """
    if "revision" in request.form and is_stale(opened):
        return case_page(desk, opened, status=409, stale=True)
    act()
    notify(said, undo_url=undo)
    return back_to(opened)


def back_to(opened: OpenCase, anchor: str | None = None) -> ResponseReturnValue:
    """To the letter's page."""
    return redirect(url_for("complaint_console.letter", case_id=opened.case.id, _anchor=anchor))
