"""Confirming an address by the mailed link, or taking the community over into the account that has it."""

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.limits import may_try
from core.accounts.operations import confirm_address
from core.accounts.queries import account_with
from core.accounts.tokens import account_of_token, use_token
from core.entrance.adoption import adopt, note_address
from core.entrance.platform import blueprint
from core.errors import error_page
from core.i18n import gettext as _
from core.jobs.operations import enqueue
from core.notices import notify
from core.policy import policy


@blueprint.route("/-/confirm/<token>", methods=["GET", "POST"])
@policy("token")
def confirm(token: str) -> ResponseReturnValue:
    """The mailed link: it confirms the address for who is signed in to it."""
    account = account_of_token(token, "confirm")
    if account is None:
        return error_page(
            404,
            _("This link has been used or is too old"),
            _("Sign in and ask for a new one under your account. Nothing is lost."),
        )
    holder = account_with(account.claimed_email or "")
    wanted = holder if holder is not None else account
    is_me = g.account is not None and g.account.id == wanted.id
    if request.method == "POST" and is_me:
        return _confirmed(token)
    return render_template("accounts/confirm.html", claimant=account, holder=holder, is_me=is_me, token=token)


def _confirmed(token: str) -> ResponseReturnValue:
    account = use_token(token, "confirm") or abort(404)
    if account.id == g.account.id and confirm_address(account=account):
        note_address(account)
        notify(_("Confirmed. This address is yours."))
    elif account.id != g.account.id and account.email is None:
        adopt(guest=account, account=g.account)
        notify(_("It’s in your account now. Everything in it is kept."))
    return redirect(url_for("accounts.communities"), code=303)


@blueprint.post("/-/confirm-again")
@policy("account")
def confirm_again() -> ResponseReturnValue:
    """Send the confirmation once more."""
    if g.account.claimed_email and may_try("3 per hour", "confirm", str(g.account.id)):
        enqueue("accounts.mail_confirmation", {"account": str(g.account.id)})
    notify(_("The mail is on its way. Look into the spam folder too."))
    return redirect(url_for("accounts.settings"), code=303)
