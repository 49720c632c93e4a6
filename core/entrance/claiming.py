"""Claiming a trial.

What a claim answers and does never depends on whether somebody has the address: only the mail does. The
one who can read that mail confirms, or takes the community over into the account that has the address.
"""

import uuid

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.attempts import remember_device
from core.accounts.limits import may_try, sender
from core.accounts.operations import claim_address
from core.accounts.sessions import sign_in as begin_session
from core.console.settings import slug_message
from core.entrance.adoption import note_address
from core.entrance.forms import AddressForm, ClaimForm, KeepForm
from core.entrance.naming import name_shop
from core.entrance.platform import blueprint
from core.entrance.queries import communities_of, own_trials
from core.errors import error_page
from core.i18n import gettext as _, interface_language
from core.jobs.operations import enqueue
from core.notices import notify
from core.policy import policy
from core.tenants.models import Tenant
from core.tenants.operations import activate_tenant
from core.tenants.queries import tenant_by_id
from core.tenants.slugs import SlugError, check_slug_free

A_SENDER_MAY = "30 per hour"
AN_ADDRESS_MAY = "5 per hour"


@blueprint.route("/-/claim", methods=["GET", "POST"])
@policy("account")
def claim() -> ResponseReturnValue:
    """A trial becomes a community that stays."""
    trial = _trial_asked_for()
    if trial is None and not _may_name_itself():
        return redirect(url_for("accounts.communities"))
    if not g.account.is_guest and g.account.email is None:
        notify(_("Confirm your address first: the link is in our mail. Then keep as many as you like."))
        return redirect(url_for("accounts.settings"))
    form = _form_for(trial)
    if not form.validate_on_submit():
        return _claim_page(form, trial, 422 if form.is_submitted() else 200)
    if not may_try(A_SENDER_MAY, "claim", sender()):
        return error_page(
            429, _("One moment"), _("That was a lot at once. Try again in a minute; nothing is lost.")
        )
    if trial is not None:
        try:
            name_shop(tenant=trial, name=form.name.data, slug=form.slug.data or trial.slug)
        except SlugError as error:
            form.slug.errors = [slug_message(error)]
            return _claim_page(form, trial, 422)
        activate_tenant(tenant=trial)
    return _claimed(form, trial)


def _may_name_itself() -> bool:
    """A guest who works somewhere without owning it, or the operator, may still get an address."""
    return g.account.is_guest and (g.account.is_operator or bool(communities_of(g.account)))


def _form_for(trial: Tenant | None) -> ClaimForm | KeepForm | AddressForm:
    if trial is None:
        return AddressForm()
    name = trial.name.get(interface_language()) or next(iter(trial.name.values()))
    return (ClaimForm if g.account.is_guest else KeepForm)(name=name, slug=trial.slug)


def _claimed(form: ClaimForm | KeepForm | AddressForm, trial: Tenant | None) -> ResponseReturnValue:
    if not g.account.is_guest:
        notify(_("It’s yours. Everything stays as it is."))
        return redirect(url_for("accounts.communities"), code=303)
    claim_address(account=g.account, email=form.email.data, password=form.password.data)
    note_address(g.account)
    if may_try(AN_ADDRESS_MAY, "claim", form.email.data):
        enqueue("accounts.mail_confirmation", {"account": str(g.account.id)})
    begin_session(g.account)
    response = redirect(url_for("accounts.claimed", slug=trial.slug if trial else None), code=303)
    return remember_device(response, form.email.data)


def _claim_page(
    form: ClaimForm | KeepForm | AddressForm, trial: Tenant | None, status: int
) -> ResponseReturnValue:
    return render_template("accounts/claim.html", form=form, trial=trial), status


def _trial_asked_for() -> Tenant | None:
    trials = own_trials(g.account)
    asked = request.values.get("slug", "") if request.method == "GET" else request.values.get("trial", "")
    trial = next((trial for trial in trials if asked in (trial.slug, str(trial.id))), None)
    if trial is None and not asked and trials:
        trial = trials[0]
    return tenant_by_id(trial.id) if trial is not None else None


@blueprint.get("/-/claimed")
@policy("account")
def claimed() -> ResponseReturnValue:
    """What has happened and what comes by mail."""
    if g.account.address is None:
        return redirect(url_for("accounts.claim"))
    return render_template("accounts/claimed.html", slug=request.args.get("slug", ""))


@blueprint.get("/-/slug")
@policy("account")
def slug_state() -> dict[str, object]:
    """Whether a slug can be taken, while it is typed."""
    try:
        check_slug_free(
            request.args.get("slug", "").strip().lower(), tenant_id=_own(request.args.get("trial", ""))
        )
    except SlugError as error:
        return {"free": False, "message": slug_message(error)}
    return {"free": True, "message": _("This address is free.")}


def _own(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
