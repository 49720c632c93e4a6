"""Signing in and out."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from core.accounts.attempts import may_guess, remember_device
from core.accounts.models import Account
from core.accounts.operations import accounts_for_password
from core.accounts.redirects import local_path
from core.accounts.sessions import sign_in as begin_session, sign_out as end_session, sign_out_everywhere
from core.entrance.adoption import adopt
from core.entrance.forms import SignInForm
from core.entrance.queries import own_trials
from core.i18n import gettext as _
from core.notices import notify
from core.policy import policy

blueprint = Blueprint("accounts", __name__, subdomain="platform", template_folder="templates")


@blueprint.route("/-/sign-in", methods=["GET", "POST"])
@policy("anyone")
def sign_in() -> ResponseReturnValue:
    """E-mail and password. What a guest has in this browser comes along."""
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        if not may_guess(form.email.data):
            form.password.errors = [
                _(
                    "Too many passwords were tried for this address. Wait a while, "
                    "or set a new one by e-mail: that works at once."
                )
            ]
            status = 429
        elif accounts := accounts_for_password(form.email.data, form.password.data):
            return welcome(accounts, default=url_for("accounts.communities"))
        else:
            form.password.errors = [_("That address and password don’t match. Have another look at both.")]
            status = 422
    elif form.is_submitted():
        status = 422
    trials = own_trials(g.account) if g.account is not None and g.account.is_guest else []
    page = render_template(
        "accounts/sign_in.html", form=form, trials=trials, next=request.values.get("next", "")
    )
    return page, status


def welcome(accounts: list[Account], *, default: str) -> Response:
    """Begin a session for the first of `accounts`; a guest's trial and the others' communities come along."""
    account, guest = accounts[0], g.account
    others = {other.id: other for other in accounts[1:]}
    if guest is not None and _is_same_somebody(guest, account):
        others[guest.id] = guest
    others.pop(account.id, None)
    end_session()
    moved = [tenant for other in others.values() for tenant in adopt(guest=other, account=account)]
    begin_session(account)
    if moved:
        notify(_("Your trial came along and stays. Everything in it is kept."))
    response = redirect(local_path(request.values.get("next"), default), code=303)
    return remember_device(response, account.address or "")


def _is_same_somebody(guest: Account, account: Account) -> bool:
    """A guest nobody has named yet, or one that claims the address of the account signed in to."""
    if guest.is_operator:
        return False
    return guest.is_guest or (guest.email is None and guest.claimed_email == account.address)


@blueprint.post("/-/sign-out")
@policy("anyone")
def sign_out() -> ResponseReturnValue:
    """End this browser's session. A guest is warned first: nothing else leads back to a trial."""
    if (
        g.account is not None
        and g.account.is_guest
        and not request.form.get("sure")
        and own_trials(g.account)
    ):
        return render_template("accounts/leave.html", trials=own_trials(g.account))
    end_session()
    return redirect(url_for("gallery.landing"), code=303)


@blueprint.post("/-/sign-out-everywhere")
@policy("account")
def sign_out_of_all() -> ResponseReturnValue:
    """End every other session of the account; this browser stays."""
    sign_out_everywhere(g.account, but_this=True)
    notify(_("Signed out everywhere else. Only this browser is left."))
    return redirect(url_for("accounts.settings"), code=303)
