"""Where a letter goes: into other hands, out of sight, into another letter, on hold, to its end."""

import uuid
from collections.abc import Sequence

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.complaint.access import barred_from, readers_of
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.case import back_to, case_page, change, facts_of, is_stale
from plugins.complaint.console.desk import case_at, with_case
from plugins.complaint.errors import LastKeyError
from plugins.complaint.forms import CloseForm, HoldForm
from plugins.complaint.handling import (
    assign,
    close_case,
    hold,
    merge,
    merged_into,
    recuse,
    reopen,
    unmerge,
)
from plugins.complaint.inbox import Row, live_letters
from plugins.complaint.models import LIVE_STATES, Handler
from plugins.complaint.opened import OpenCase
from plugins.complaint.queries import active_handlers, handlers_of, names_of_handlers
from plugins.complaint.unlocking import Desk


@blueprint.get("/letters/<uuid:case_id>/assign")
@policy("staff", permission="complaint.handle")
@with_case
def hand_over(_desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """To whom it can be given."""
    return render_template(
        "complaint/console/assign.html",
        case=opened.case,
        choices=_possible(opened),
        readers=readers_of(opened.case.id),
        **facts_of(opened),
    )


@blueprint.post("/letters/<uuid:case_id>/assign")
@policy("staff", permission="complaint.handle")
@with_case
def give(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Give it to a colleague, who gets the keys where they are missing; with an undo."""
    asked, before = request.form.get("handler", ""), opened.case.assigned_id
    to = next((one for one in _possible(opened) if str(one.id) == asked), None)
    if asked and to is None:
        abort(404)
    said = _("%(name)s has it now.", name=names_of_handlers()[to.id]) if to else _("Nobody has it now.")
    undo = url_for("complaint_console.give_back", case_id=opened.case.id, before=before or "nobody")
    return change(desk, opened, lambda: assign(tenant=g.tenant, opened=opened, to=to), said, undo)


@blueprint.post("/letters/<uuid:case_id>/assign/undo/<before>")
@policy("staff", permission="complaint.handle")
@with_case
def give_back(desk: Desk, opened: OpenCase, before: str) -> ResponseReturnValue:
    """Into the hands it came from."""
    to = next((one for one in _possible(opened) if str(one.id) == before), None)
    return change(desk, opened, lambda: assign(tenant=g.tenant, opened=opened, to=to), _("Undone."))


@blueprint.get("/letters/<uuid:case_id>/recuse")
@policy("staff", permission="complaint.handle")
@with_case
def ask_recusal(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Whom the letter is about, and who reads it instead."""
    return _recusal_page(desk, opened)


@blueprint.post("/letters/<uuid:case_id>/recuse")
@policy("staff", permission="complaint.handle")
@with_case
def take_out_of_sight(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """At once: the key goes, and the letter does not exist for them any more."""
    if is_stale(opened):
        return case_page(desk, opened, status=409, stale=True)
    whom = _chosen("handler", active_handlers()) or desk.handler
    instead = _chosen("instead", _possible(opened))
    try:
        recuse(
            tenant=g.tenant,
            opened=opened,
            handler=whom,
            instead=instead if instead is not None and instead.id != whom.id else None,
            parts=merged_into(desk, opened),
            sheet_only="sheet_only" in request.form,
        )
    except LastKeyError:
        return _recusal_page(desk, opened, whom=whom, problem=True)
    notify(_("%(name)s does not see this letter any more.", name=names_of_handlers()[whom.id]))
    if whom.id == desk.handler.id:
        return redirect(url_for("complaint_console.index"))
    return back_to(opened)


def _recusal_page(
    desk: Desk, opened: OpenCase, whom: Handler | None = None, *, problem: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "complaint/console/recuse.html",
        desk=desk,
        case=opened.case,
        everybody=active_handlers(),
        choices=_possible(opened),
        readers=readers_of(opened.case.id),
        whom=whom or desk.handler,
        problem=problem,
        **facts_of(opened),
    )
    return page, 422 if problem else 200


@blueprint.get("/letters/<uuid:case_id>/merge")
@policy("staff", permission="complaint.handle")
@with_case
def ask_merge(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """The letters it could go into: live ones of the same box."""
    rows: Sequence[Row] = [
        row for row in live_letters(desk, opened.case.box_id) if row.case.id != opened.case.id
    ]
    return render_template("complaint/console/merge.html", case=opened.case, rows=rows, **facts_of(opened))


@blueprint.post("/letters/<uuid:case_id>/merge")
@policy("staff", permission="complaint.handle")
@with_case
def merge_into(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Go on with it as part of another letter; with an undo."""
    if opened.case.state not in LIVE_STATES:
        return back_to(opened)
    try:
        into = case_at(desk, uuid.UUID(request.form.get("into", "")))
    except ValueError:
        notify(_("Choose the letter it belongs to."), kind="bad")
        return redirect(url_for("complaint_console.ask_merge", case_id=opened.case.id))
    if is_stale(opened):
        return case_page(desk, opened, status=409, stale=True)
    try:
        merge(tenant=g.tenant, opened=opened, into=into)
    except ValueError:
        notify(_("One of the two has been closed or merged meanwhile."), kind="bad")
        return redirect(url_for("complaint_console.ask_merge", case_id=opened.case.id))
    undo = url_for("complaint_console.split", case_id=opened.case.id)
    notify(_("Merged. Each writer keeps their own talk."), undo_url=undo)
    return back_to(into)


@blueprint.post("/letters/<uuid:case_id>/split")
@policy("staff", permission="complaint.handle")
@with_case
def split(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """A letter of its own again."""
    if opened.case.state != "merged":
        return back_to(opened)
    return change(
        desk, opened, lambda: unmerge(tenant=g.tenant, opened=opened), _("It is a letter of its own again.")
    )


@blueprint.route("/letters/<uuid:case_id>/hold", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
@with_case
def put_on_hold(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Keep it from being deleted: why?"""
    form = HoldForm()
    if form.validate_on_submit():
        reason = form.reason.data
        undo = url_for("complaint_console.release", case_id=opened.case.id)
        return change(
            desk,
            opened,
            lambda: hold(tenant=g.tenant, opened=opened, reason=reason),
            _("On hold: it is not deleted until somebody releases it."),
            undo,
        )
    form.revision.data = str(opened.case.revision)
    page = render_template("complaint/console/hold.html", case=opened.case, form=form, **facts_of(opened))
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/letters/<uuid:case_id>/release")
@policy("staff", permission="complaint.handle")
@with_case
def release(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Let it be deleted when its time has come."""
    return change(
        desk,
        opened,
        lambda: hold(tenant=g.tenant, opened=opened, is_held=False),
        _("Released: it is deleted when its time has come."),
    )


@blueprint.route("/letters/<uuid:case_id>/close", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
@with_case
def close(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """How it ended, and the last words."""
    form = CloseForm()
    if form.validate_on_submit():
        ending = {"outcome": form.outcome.data, "words": form.words.data}
        if opened.case.state not in LIVE_STATES:
            return back_to(opened)
        if not is_stale(opened):
            undo = url_for("complaint_console.take_up", case_id=opened.case.id)
            return change(
                desk,
                opened,
                lambda: close_case(tenant=g.tenant, opened=opened, **ending),
                _("Closed. The writer can say how it went."),
                undo,
            )
        return _closing_page(opened, form, 409)
    return _closing_page(opened, form, 422 if request.method == "POST" else 200)


def _closing_page(opened: OpenCase, form: CloseForm, status: int) -> ResponseReturnValue:
    form.revision.data = str(opened.case.revision)
    page = render_template(
        "complaint/console/close.html", case=opened.case, form=form, stale=status == 409, **facts_of(opened)
    )
    return page, status


@blueprint.post("/letters/<uuid:case_id>/reopen")
@policy("staff", permission="complaint.handle")
@with_case
def take_up(desk: Desk, opened: OpenCase) -> ResponseReturnValue:
    """Take a closed letter up again."""
    if opened.case.state != "closed":
        return back_to(opened)
    return change(desk, opened, lambda: reopen(tenant=g.tenant, opened=opened), _("Open again."))


def _possible(opened: OpenCase) -> list[Handler]:
    """Who may get it: handlers of its topic and whoever reads it already, unless they are recused."""
    readers = readers_of(opened.case.id)
    theirs = {handler.id for handler in handlers_of(opened.case.topic_id)} | readers
    theirs -= barred_from(opened.case.id)
    return [handler for handler in active_handlers() if handler.id in theirs]


def _chosen(name: str, among: Sequence[Handler]) -> Handler | None:
    typed = request.form.get(name, "")
    found = next((one for one in among if str(one.id) == typed), None)
    return found if found is not None or not typed else abort(404)
