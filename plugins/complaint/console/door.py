"""The door of the box: open it with the password, shut it, and the sessions that stand open."""

import uuid

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, ngettext, notify, policy
from hutong.secrets import may_try
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.case import case_page
from plugins.complaint.console.desk import at_desk, current_desk, door_page, forget, remember
from plugins.complaint.days import today
from plugins.complaint.errors import WrongPasswordError
from plugins.complaint.forms import ChangePasswordForm, NewPasswordForm, NoteForm, ReplyForm, UnlockForm
from plugins.complaint.keyholding import ask_handler, change_password, give_keys, unlock_handler
from plugins.complaint.models import Handler
from plugins.complaint.opened import open_case
from plugins.complaint.queries import (
    handler_of_person,
    handler_row_of,
    is_asked,
    keyring,
    names_of_handlers,
)
from plugins.complaint.resealing import share_missing_keys
from plugins.complaint.sealing import KeyPair
from plugins.complaint.suggesting import drawn_password
from plugins.complaint.unlocking import Desk, close_desk, close_desks, open_desk, open_desks

TRIES = "20 per hour"
"""Box passwords one account may try; whoever forgot it uses the recovery sheet."""


@blueprint.post("/unlock")
@policy("staff", permission="complaint.handle")
def unlock() -> ResponseReturnValue:
    """The password opens the box in this browser."""
    handler = handler_of_person(g.person.id)
    if handler is None:
        return redirect(url_for("complaint_console.index"))
    form = UnlockForm()
    if not form.validate_on_submit():
        return door_page(422, form)
    if not may_try(TRIES, "complaint.box", str(handler.id)):
        form.password.errors = [_("That was too often. Try again in an hour, or use the recovery sheet.")]
        return door_page(429, form)
    try:
        pair = unlock_handler(handler, form.password.data)
    except WrongPasswordError:
        form.password.errors = [_("That is not your box password. It is not the one you sign in with.")]
        return door_page(422, form)
    cookie = open_desk(handler=handler, pair=pair)
    _hand_on(handler, pair)
    return remember(make_response(_behind_the_door(handler, pair)), cookie)


def _behind_the_door(handler: Handler, pair: KeyPair) -> ResponseReturnValue:
    """The letter somebody was on the way to, with what they had typed; else the list."""
    try:
        case_id = uuid.UUID(request.form.get("letter", ""))
    except ValueError:
        return redirect(url_for("complaint_console.index"))
    desk = Desk(handler, pair, handler.id)
    opened, kept = open_case(desk, case_id), request.form.get("kept", "")
    if opened is None or not kept:
        return redirect(url_for("complaint_console.letter", case_id=case_id))
    if request.form.get("kept_as") == "note":
        return case_page(desk, opened, note_form=NoteForm(formdata=None, data={"note": kept}))
    return case_page(desk, opened, reply_form=ReplyForm(formdata=None, data={"text": kept}))


def _hand_on(handler: Handler, pair: KeyPair) -> None:
    """Colleagues who were given topics since get the keys of letters that are there."""
    names = names_of_handlers()
    for handler_id, count in share_missing_keys(handler, pair, today(g.tenant)).items():
        said = ngettext(
            "%(name)s can read %(num)s more letter now, as the topics say.",
            "%(name)s can read %(num)s more letters now, as the topics say.",
            count,
            name=names[handler_id],
        )
        notify(said)


@blueprint.post("/lock")
@policy("staff", permission="complaint.handle")
def lock() -> ResponseReturnValue:
    """Shut the box in this browser."""
    desk = current_desk()
    if desk is not None:
        close_desk(desk.unlocking_id)
    notify(_("The box is shut."))
    return forget(make_response(redirect(url_for("complaint_console.index"))))


@blueprint.get("/mine")
@policy("staff", permission="complaint.handle")
@at_desk
def mine(desk: Desk) -> ResponseReturnValue:
    """One's own box password, and where the box stands open."""
    return _own_page(desk, ChangePasswordForm())


@blueprint.post("/mine")
@policy("staff", permission="complaint.handle")
@at_desk
def change_own(desk: Desk) -> ResponseReturnValue:
    """Another box password; every other session ends."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _own_page(desk, form, 422)
    if not may_try(TRIES, "complaint.box", str(desk.handler.id)):
        form.old.errors = [_("That was too often. Try again in an hour, or use the recovery sheet.")]
        return _own_page(desk, form, 429)
    try:
        unlock_handler(desk.handler, form.old.data)
    except WrongPasswordError:
        form.old.errors = [_("That is not your box password. It is not the one you sign in with.")]
        return _own_page(desk, form, 422)
    change_password(handler=desk.handler, pair=desk.pair, password=form.password.data)
    close_desks(desk.handler.id, but=desk.unlocking_id)
    notify(_("From now on the new box password counts. Other sessions have ended."))
    return redirect(url_for("complaint_console.mine"))


@blueprint.post("/mine/end")
@policy("staff", permission="complaint.handle")
@at_desk
def end_others(desk: Desk) -> ResponseReturnValue:
    """Shut the box everywhere else."""
    close_desks(desk.handler.id, but=desk.unlocking_id)
    notify(_("The box is shut everywhere but here."))
    return redirect(url_for("complaint_console.mine"))


def _own_page(desk: Desk, form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "complaint/console/mine.html",
        form=form,
        desk=desk,
        sessions=open_desks(desk.handler.id),
        drawn=drawn_password(),
    )
    return page, status


@blueprint.route("/join", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
def join() -> ResponseReturnValue:
    """Choose one's own box password and become a handler: asked for by an admin, or one oneself."""
    if not _may_become():
        return redirect(url_for("complaint_console.index"))
    return choose_password("complaint/console/join.html", then=url_for("complaint_console.index"))


def choose_password(template: str, *, then: str) -> ResponseReturnValue:
    """The page on which the caller chooses a box password, and with it becomes a handler."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        return _become(form.password.data, then)
    page = render_template(template, form=form, drawn=drawn_password())
    return page, 422 if request.method == "POST" else 200


def _become(password: str, then: str) -> ResponseReturnValue:
    """Make the caller a handler and open the box for them; the same form sent twice does it once."""
    handler = ask_handler(person_id=g.person.id)
    if not handler.is_active:
        pair = give_keys(handler=handler, password=password)
    else:
        try:
            pair = unlock_handler(handler, password)
        except WrongPasswordError:
            return redirect(url_for("complaint_console.index"))
    notify(_("You are a handler now. Keep the box password: nobody can look it up for you."))
    cookie = open_desk(handler=handler, pair=pair)
    return remember(make_response(redirect(then)), cookie)


def _may_become() -> bool:
    if keyring() is None or handler_of_person(g.person.id) is not None:
        return False
    return g.person.role in ("owner", "admin") or is_asked(handler_row_of(g.person.id))
