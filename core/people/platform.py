"""Accepting an invitation, on the platform, because whoever works in a console needs an account."""

from flask import Blueprint, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core.accounts.guests import create_guest
from core.accounts.sessions import sign_in
from core.database import db
from core.errors import error_page
from core.i18n import gettext as _, interface_language
from core.people.invitations import invitation_by_token, use_up
from core.people.operations import add_person, join_or_update
from core.people.returning import personal_link_token
from core.policy import policy
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.queries import tenant_at
from core.urls import console_url, public_url

blueprint = Blueprint(
    "invitations", __name__, subdomain="platform", url_prefix="/-/invite", template_folder="templates"
)


@blueprint.route("/<slug>/<token>", methods=["GET", "POST"])
@policy("token")
def accept(slug: str, token: str) -> ResponseReturnValue:
    """Show who invites, then let the holder in. The GET uses nothing up: previews follow links too."""
    found = tenant_at(slug=slug)
    if found is None:
        abort(404)
    tenant, _is_current = found
    bind_tenant(db.session(), tenant.id)
    invitation = invitation_by_token(token)
    if invitation is None:
        text = _("It’s been used, withdrawn, or is more than two weeks old. Ask for a new one.")
        return error_page(410, _("This invitation has ended"), text)
    if request.method == "POST" and use_up(invitation=invitation):
        return redirect(_enter(tenant, invitation.role))
    return render_template("people/accept.html", shop=tenant, role=invitation.role)


def _enter(tenant: TenantInfo, role: str) -> str:
    """Make the holder a person of the tenant; where to go next."""
    if role == "member" and g.account is None:
        return _enter_as_member(tenant)
    account = g.account
    if account is None:
        account = create_guest(language=interface_language())
        sign_in(account)
    join_or_update(account_id=account.id, email=account.email, name=account.name, role=role)  # type: ignore[arg-type]
    return console_url(tenant, "console.today") if role != "member" else public_url(tenant, "public.home")


def _enter_as_member(tenant: TenantInfo) -> str:
    """A member needs no account: they go to the public side by a personal link."""
    person = add_person(role="member")
    return public_url(tenant, "people.personal_link", token=personal_link_token(person=person))
