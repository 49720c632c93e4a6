"""Adding what a template has to a community that lives, and taking it back."""

import uuid

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField

from core.database import db
from core.gallery.applied import TemplateApplication, application_by_id, applications
from core.gallery.applying import Takes, apply_to_community, would_change
from core.gallery.asking import SilentToolsError
from core.gallery.catalog import TemplateError, TemplateInfo
from core.gallery.saved import available_templates
from core.gallery.undoing import UndoneError, take_back
from core.i18n import gettext as _, interface_language
from core.notices import notify
from core.plugin_manager import plugins
from core.policy import policy
from core.tenants.models import Tenant
from core.tenants.queries import tenant_by_id

blueprint = Blueprint(
    "applying", __name__, subdomain="console", url_prefix="/settings/templates", template_folder="templates"
)


class TakesForm(FlaskForm):  # type: ignore[misc]
    """What is taken beside tools and content; nothing, unless it is ticked."""

    name = BooleanField()
    tagline = BooleanField()
    look = BooleanField()


@blueprint.get("/")
@policy("owner")
def index() -> str:
    """What there is to add, and what was added so far."""
    return render_template(
        "gallery/applying/index.html",
        templates=available_templates(g.tenant, g.account),
        applications=applications(),
    )


@blueprint.route("/<template>", methods=["GET", "POST"])
@policy("owner")
def add(template: str) -> ResponseReturnValue:
    """All that would change, in words; and the button that does it."""
    found, form = _found(template), TakesForm()
    try:
        if request.method == "POST":
            if not form.validate():
                return redirect(url_for("applying.add", template=template))
            takes = Takes(name=form.name.data, tagline=form.tagline.data, look=form.look.data)
            with db.session.begin_nested():
                record = apply_to_community(tenant=_row(), template=found, takes=takes, by=g.person.id)
            if record is None:
                notify(_("You have all of this already."))
                return redirect(url_for("applying.index"))
            notify(_("Added. Customers see it from now on."))
            return redirect(url_for("applying.one", application_id=record.id))
        changes = would_change(g.tenant, found)
    except SilentToolsError as error:
        _say_who_is_silent(error)
        return redirect(url_for("applying.index"))
    except TemplateError:
        notify(_("This template can’t be used here as it is. Nothing has changed."), kind="bad")
        return redirect(url_for("applying.index"))
    return render_template(
        "gallery/applying/add.html", template=found, changes=changes, form=form, manifests=plugins().manifests
    )


@blueprint.get("/added/<uuid:application_id>")
@policy("owner")
def one(application_id: uuid.UUID) -> str:
    """What was added then, and the way back; afterwards what stayed, and why."""
    return render_template(
        "gallery/applying/one.html", record=_record(application_id), manifests=plugins().manifests
    )


@blueprint.post("/added/<uuid:application_id>/undo")
@policy("owner")
def undo(application_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what nobody has used or changed."""
    record = _record(application_id)
    try:
        take_back(tenant=_row(), record=record)
    except UndoneError:
        notify(_("It was taken back before."))
    except SilentToolsError as error:
        _say_who_is_silent(error)
    else:
        notify(_("Taken back. What people have used is still there.") if record.kept else _("Taken back."))
    return redirect(url_for("applying.one", application_id=record.id))


def _say_who_is_silent(error: SilentToolsError) -> None:
    tools = error.titles(g.tenant, interface_language())
    notify(
        _("%(tools)s: no answer just now, so nothing has changed. Try again later.", tools=tools), kind="bad"
    )


def _found(name: str) -> TemplateInfo:
    """Only what the page before offers."""
    offered = available_templates(g.tenant, g.account)
    return next((one for one in offered if one.name == name), None) or abort(404)


def _record(application_id: uuid.UUID) -> TemplateApplication:
    return application_by_id(application_id) or abort(404)


def _row() -> Tenant:
    return tenant_by_id(g.tenant.id) or abort(404)
