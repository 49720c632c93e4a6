"""People pages of the console."""

import json
import uuid

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.i18n import gettext as _
from core.notices import notify
from core.people.forms import ROLE_NAMES, InviteForm, PersonForm
from core.people.invitations import invite, revoke
from core.people.models import Person
from core.people.operations import LastOwnerError, change_email, change_role, leave, take_back, withhold
from core.people.personal_data import erase_person, export_person
from core.people.queries import (
    open_invitations,
    person_by_email,
    person_by_id,
)
from core.people.sections import sections_of
from core.permissions import PermissionGroup, groups_of
from core.policy import ROLES, policy
from core.qr import qr_svg
from core.tenants.absence import absent_tools
from core.tenants.queries import all_plans, plan_of
from core.urls import platform_url

blueprint = Blueprint(
    "people_console", __name__, subdomain="console", url_prefix="/people", template_folder="templates"
)


@blueprint.get("/plan")
@policy("staff", permission="people.see")
def plan() -> str:
    """The plan and what larger ones offer."""
    mine, taken = plan_of(g.tenant.id)
    return render_template("people/plan.html", plan=mine, taken=taken, plans=all_plans())


@blueprint.route("/invite", methods=["GET", "POST"])
@policy("admin")
def invitations() -> ResponseReturnValue:
    """Invite by a link, which is shown once."""
    form, fresh = InviteForm(), None
    if form.validate_on_submit():
        _invitation, token = invite(role=form.role.data, note=form.note.data, invited_by=g.person.id)
        address = platform_url("invitations.accept", slug=g.tenant.slug, token=token)
        fresh = {"address": address, "svg": qr_svg(address, _("QR code of the invitation"))}
    return render_template(
        "people/invite.html",
        form=form,
        fresh=fresh,
        invitations=open_invitations(),
        role_names=ROLE_NAMES,
    )


@blueprint.post("/invite/<uuid:invitation_id>/revoke")
@policy("admin")
def take_back_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Make an invitation's link useless."""
    if invitation_id not in {invitation.id for invitation in open_invitations()}:
        abort(404)
    revoke(invitation_id=invitation_id)
    notify(_("The invitation is taken back. Its link now says so."))
    return redirect(url_for("people_console.invitations"))


@blueprint.route("/<uuid:person_id>", methods=["GET", "POST"])
@policy("staff", permission="people.see")
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """One person: what we know, and what they did through all tools."""
    shown = _person_or_404(person_id)
    if shown.merged_into_id is not None:
        return redirect(url_for("people_console.person", person_id=shown.merged_into_id))
    form = PersonForm(obj=shown)
    switches = _switches(shown)
    if form.validate_on_submit() and _save(shown, form):
        if switches:
            _withhold(shown, switches)
        notify(_("Saved."))
        return redirect(url_for("people_console.person", person_id=shown.id))
    page = render_template(
        "people/person.html",
        person=shown,
        form=form,
        role_names=ROLE_NAMES,
        switches=switches,
        sections=sections_of("console", shown),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:person_id>/remove")
@policy("admin")
def remove(person_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody out; with an undo."""
    shown = _person_or_404(person_id)
    if _is_above_me(shown):
        abort(403)
    try:
        leave(person=shown)
    except LastOwnerError:
        notify(_("A community keeps one owner. Make somebody else an owner first."), kind="bad")
        return redirect(url_for("people_console.person", person_id=shown.id))
    notify(
        _("%(name)s has left. The seat is free.", name=shown.name or _("This person")),
        undo_url=url_for("people_console.bring_back", person_id=shown.id),
    )
    return redirect(url_for("people_console.index"))


@blueprint.post("/<uuid:person_id>/bring-back")
@policy("admin")
def bring_back(person_id: uuid.UUID) -> ResponseReturnValue:
    """Undo `remove`."""
    shown = _person_or_404(person_id)
    if shown.state == "left" and shown.merged_into_id is None:
        take_back(person=shown)
    return redirect(url_for("people_console.person", person_id=shown.id))


@blueprint.get("/<uuid:person_id>/export.json")
@policy("admin")
def export(person_id: uuid.UUID) -> Response:
    """Everything this community keeps about a person, to hand to them."""
    shown = _person_or_404(person_id)
    body = json.dumps(export_person(shown.id), ensure_ascii=False, indent=1, default=str)
    response = Response(body, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename="person.json")
    return response


@blueprint.post("/<uuid:person_id>/erase")
@policy("owner")
def erase(person_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a person for good: everything personal, in every tool. Asks for their name first."""
    shown = _person_or_404(person_id)
    if request.form.get("confirm") != "yes":
        return render_template("people/erase.html", person=shown)
    try:
        erase_person(shown)
    except LastOwnerError:
        notify(_("A community keeps one owner. Make somebody else an owner first."), kind="bad")
        return redirect(url_for("people_console.person", person_id=shown.id))
    if absent_tools():
        notify(_("Forgotten. In a tool that isn’t available at the moment it happens when that is back."))
    else:
        notify(_("Forgotten, in every tool. This cannot be undone."))
    return redirect(url_for("people_console.index"))


def _save(shown: Person, form: PersonForm) -> bool:
    """Take the form over; False, with messages, where it cannot be."""
    known = person_by_email(form.email.data) if form.email.data else None
    if known is not None and known.id != shown.id:
        form.email.errors = [_("Somebody here already has this address.")]
        return False
    if (form.email.data or None) != shown.email and _is_above_me(shown):
        form.email.errors = [_("Ask the owner to change this address.")]
        return False
    if form.role.data != shown.role and not _change_role(shown, form):
        return False
    shown.name, shown.phone, shown.note = form.name.data, form.phone.data, form.note.data
    shown.number = form.number.data
    change_email(person=shown, email=form.email.data or None)
    return True


def _switches(shown: Person) -> list[PermissionGroup]:
    """What can be given to this person or withheld; only for staff, and only by those above them."""
    mine = ROLES.index(g.person.role)
    return groups_of(g.tenant) if shown.role == "staff" and mine >= ROLES.index("admin") else []


def _withhold(shown: Person, switches: list[PermissionGroup]) -> None:
    known = [name for group in switches for name in group.permissions]
    listed = [name for name in known if name in request.form.getlist("listed")]
    withhold(person=shown, listed=listed, allowed=request.form.getlist("allow"))


def _is_above_me(shown: Person) -> bool:
    """Whose address somebody can change, by that they can come back as them: never somebody above them."""
    return ROLES.index(shown.role) > ROLES.index(g.person.role)


def _change_role(shown: Person, form: PersonForm) -> bool:
    """Only owners make or unmake owners, admins the rest; staff nobody."""
    mine = ROLES.index(g.person.role)
    is_owner_matter = "owner" in (form.role.data, shown.role)
    if mine < ROLES.index("owner" if is_owner_matter else "admin"):
        form.role.errors = [_("Ask the owner to change this role.")]
        return False
    try:
        change_role(person=shown, role=form.role.data)
    except LastOwnerError:
        form.role.errors = [_("A community keeps one owner. Make somebody else an owner first.")]
        return False
    return True


def _person_or_404(person_id: uuid.UUID) -> Person:
    return person_by_id(person_id) or abort(404)
