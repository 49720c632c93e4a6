"""Back to the letters with the printed sheet: a forgotten password, a handler who left."""

import base64
import binascii

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from hutong.secrets import may_try
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.console.desk import at_desk, remember
from plugins.complaint.console.door import TRIES
from plugins.complaint.console.setup import progress_page
from plugins.complaint.forms import RecoverForm
from plugins.complaint.keyholding import ask_handler, give_keys
from plugins.complaint.queries import handler_of_person, handler_row_of, is_asked, keyring
from plugins.complaint.recovery import BadRecoveryKeyError
from plugins.complaint.resealing import keep_recovered, promise_recovered, sheet_of
from plugins.complaint.sealing import KeyPair, SealError, lock, place, unlock
from plugins.complaint.suggesting import drawn_password
from plugins.complaint.unlocking import Desk, close_desks, open_desk


@blueprint.route("/recover", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
def recover() -> ResponseReturnValue:
    """The sheet's words and a new box password; every letter is sealed to the new keys."""
    if keyring() is None or not _may_recover():
        return redirect(url_for("complaint_console.index"))
    form = RecoverForm()
    if not form.validate_on_submit():
        return _page(form, 422 if request.method == "POST" else 200)
    if not may_try(TRIES, "complaint.recover", str(g.person.id)):
        form.words.errors = [_("That was too often. Try again in an hour.")]
        return _page(form, 429)
    try:
        sheet = sheet_of(form.pair)
    except BadRecoveryKeyError:
        form.words.errors = [_("This sheet belongs to another box, or it was replaced by a newer one.")]
        return _page(form, 422)
    handler = ask_handler(person_id=g.person.id)
    close_desks(handler.id)
    pair = give_keys(handler=handler, password=form.password.data)
    promise_recovered(handler, sheet)
    cookie = open_desk(handler=handler, pair=pair)
    answer = _kept(Desk(handler, pair, handler.id), form.pair, sheet)
    return remember(make_response(answer), cookie)


@blueprint.post("/recover/go")
@policy("staff", permission="complaint.handle")
@at_desk
def go_on_recovering(desk: Desk) -> ResponseReturnValue:
    """The next batch. The sheet's key travels in the page, locked with the handler's own."""
    try:
        sealed = base64.urlsafe_b64decode(request.form.get("recovery", ""))
        recovery = KeyPair.of(unlock(desk.pair.secret, sealed, _place(desk)))
        sheet = sheet_of(recovery)
    except (SealError, BadRecoveryKeyError, binascii.Error, ValueError):
        return redirect(url_for("complaint_console.recover"))
    return _kept(desk, recovery, sheet)


def _kept(desk: Desk, recovery: KeyPair, sheet: int) -> ResponseReturnValue:
    left = keep_recovered(desk.handler, recovery, sheet)
    if not left:
        notify(_("You are in. From now on the new box password counts."))
        return redirect(url_for("complaint_console.index"))
    typed = request.form.get("total", "")
    total = int(typed) if typed.isdecimal() and len(typed) < 9 else left
    locked = lock(desk.pair.secret, recovery.secret, _place(desk))
    return progress_page(
        _("Letters are opened again"),
        url_for("complaint_console.go_on_recovering"),
        max(total, left),
        left,
        recovery=base64.urlsafe_b64encode(locked).decode(),
    )


def _place(desk: Desk) -> bytes:
    return place(desk.handler.tenant_id, desk.handler.id, "recovering")


def _may_recover() -> bool:
    is_handler = handler_of_person(g.person.id) is not None
    return is_handler or g.person.role in ("owner", "admin") or is_asked(handler_row_of(g.person.id))


def _page(form: RecoverForm, status: int) -> ResponseReturnValue:
    return render_template("complaint/console/recover.html", form=form, drawn=drawn_password()), status
