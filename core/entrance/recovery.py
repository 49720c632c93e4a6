"""A forgotten password."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.accounts.limits import may_try, sender
from core.accounts.operations import confirm_address, set_password
from core.accounts.tokens import account_of_token, use_token
from core.entrance.forms import ForgotForm, ResetForm
from core.entrance.platform import blueprint, welcome
from core.errors import error_page
from core.i18n import gettext as _
from core.jobs.operations import enqueue
from core.policy import policy

A_SENDER_MAY = "20 per hour"
AN_ADDRESS_MAY = "3 per hour"


@blueprint.route("/-/forgot", methods=["GET", "POST"])
@policy("anyone")
def forgot() -> ResponseReturnValue:
    """Ask for a link. The answer is the same whether or not the address has an account."""
    form = ForgotForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgot.html", form=form), 422 if form.is_submitted() else 200
    if not may_try(A_SENDER_MAY, "forgot", sender()):
        return error_page(
            429, _("One moment"), _("That was a lot at once. Try again in a minute; nothing is lost.")
        )
    if may_try(AN_ADDRESS_MAY, "forgot", form.email.data):
        enqueue("accounts.mail_reset", {"email": form.email.data})
    return render_template("accounts/forgot_sent.html", email=form.email.data)


@blueprint.route("/-/reset/<token>", methods=["GET", "POST"])
@policy("token")
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password; every other browser is signed out."""
    account = account_of_token(token, "reset")
    if account is None:
        return error_page(
            404,
            _("This link has been used or is too old"),
            _("Ask for a new one under “Forgotten password”. It takes a minute."),
        )
    form = ResetForm()
    if not form.validate_on_submit() or use_token(token, "reset") is None:
        return render_template(
            "accounts/reset.html", form=form, email=account.address
        ), 422 if form.errors else 200
    if account.email is None:
        confirm_address(account=account)
    set_password(account=account, password=form.password.data)
    return welcome([account], default=url_for("accounts.communities"))
