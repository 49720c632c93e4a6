"""What belongs to an account: name, language, password, address."""

from collections.abc import Callable
from typing import TypeVar

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.accounts.attempts import may_guess
from core.accounts.operations import claim_address, set_password
from core.accounts.passwords import is_password
from core.accounts.sessions import sign_in as begin_session
from core.entrance.forms import AccountForm, ChangeAddressForm, ChangePasswordForm
from core.entrance.platform import blueprint
from core.i18n import gettext as _
from core.jobs.operations import enqueue
from core.notices import notify
from core.policy import policy

_Form = TypeVar("_Form", ChangePasswordForm, ChangeAddressForm)


@blueprint.route("/-/account", methods=["GET", "POST"])
@policy("account")
def settings() -> ResponseReturnValue:
    """Name and language, and the ways to the rest."""
    form = AccountForm(obj=g.account)
    if form.validate_on_submit():
        g.account.name, g.account.language = form.name.data, form.language.data
        notify(_("Saved."))
        return redirect(url_for("accounts.settings"), code=303)
    return render_template("accounts/settings.html", form=form), 422 if form.errors else 200


@blueprint.route("/-/account/password", methods=["GET", "POST"])
@policy("account")
def change_password() -> ResponseReturnValue:
    """A new password; every other browser is signed out."""
    return _change(ChangePasswordForm(), _take_password, "accounts/password.html")


@blueprint.route("/-/account/address", methods=["GET", "POST"])
@policy("account")
def change_address() -> ResponseReturnValue:
    """Another address; the old one stays in force until the new one is confirmed."""
    return _change(ChangeAddressForm(), _take_address, "accounts/address.html")


def _change(form: _Form, take: Callable[[_Form], None], template: str) -> ResponseReturnValue:
    """One change that only somebody who knows the password may make; a guest has none and claims first."""
    if g.account.is_guest:
        return redirect(url_for("accounts.claim"))
    if form.validate_on_submit() and _knows_password(form):
        take(form)
        return redirect(url_for("accounts.settings"), code=303)
    return render_template(template, form=form), 422 if form.errors else 200


def _take_password(form: ChangePasswordForm) -> None:
    set_password(account=g.account, password=form.password.data)
    begin_session(g.account)
    notify(_("Your new password is in force. All other browsers were signed out."))


def _take_address(form: ChangeAddressForm) -> None:
    claim_address(account=g.account, email=form.email.data)
    enqueue("accounts.mail_confirmation", {"account": str(g.account.id)})
    notify(_("We sent a link to %(email)s. Open it to confirm the new address.", email=form.email.data))


def _knows_password(form: ChangePasswordForm | ChangeAddressForm) -> bool:
    if not may_guess(g.account.address):
        form.current.errors = [_("Too many tries. Wait a while and try again.")]
    elif not is_password(form.current.data, g.account.password_hash):
        form.current.errors = [_("This is not your current password.")]
    return not form.current.errors
