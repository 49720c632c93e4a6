"""Settings of a tenant: name, languages, time zone, address."""

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.console.forms import AddressForm, SettingsForm
from core.i18n import gettext as _
from core.notices import notify
from core.policy import policy
from core.tenants.models import Tenant
from core.tenants.operations import rename_tenant, update_tenant
from core.tenants.queries import tenant_by_id
from core.tenants.slugs import SlugError
from core.urls import console_url

blueprint = Blueprint(
    "settings", __name__, subdomain="console", url_prefix="/settings", template_folder="templates"
)


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """What can be set."""
    return render_template("console/settings.html", row=_row())


@blueprint.route("/business", methods=["GET", "POST"])
@policy("admin")
def business() -> ResponseReturnValue:
    """Name, languages and time zone."""
    row = _row()
    form = SettingsForm(
        name_zh=row.name.get("zh", ""),
        name_en=row.name.get("en", ""),
        languages=row.languages,
        first_language=row.languages[0],
        time_zone=row.time_zone,
    )
    if form.validate_on_submit():
        first = form.first_language.data
        languages = [code for code in form.languages.data if code != first]
        update_tenant(
            tenant=row,
            name={code: text.strip() for code, text in _names(form).items() if text and text.strip()},
            languages=[first, *languages] if first in form.languages.data else form.languages.data,
            time_zone=form.time_zone.data,
        )
        notify(_("Saved. Customers see it from now on."))
        return redirect(url_for("settings.index"))
    return render_template("console/business.html", form=form), 422 if form.errors else 200


@blueprint.route("/address", methods=["GET", "POST"])
@policy("owner")
def address() -> ResponseReturnValue:
    """Another slug; the old one redirects for ever."""
    row = _row()
    form = AddressForm(slug=row.slug)
    if form.validate_on_submit():
        try:
            rename_tenant(tenant=row, slug=form.slug.data)
        except SlugError as error:
            form.slug.errors = [slug_message(error)]
        else:
            notify(_("Your address has changed. The old one and all printed codes still lead here."))
            return redirect(
                console_url(g.tenant, "settings.index").replace(f"/{g.tenant.slug}/", f"/{row.slug}/")
            )
    return render_template("console/address.html", form=form, row=row), 422 if form.errors else 200


def slug_message(error: SlugError) -> str:
    """What to tell somebody whose slug cannot be taken."""
    return {
        "malformed": _("Use 3 to 40 small letters, digits and hyphens, beginning with a letter."),
        "reserved": _("This word is kept for the platform. Add your street or trade."),
        "taken": _("Somebody already lives at this address. Add your street or trade."),
    }[error.reason]


def _names(form: SettingsForm) -> dict[str, str]:
    return {"zh": form.name_zh.data, "en": form.name_en.data}


def _row() -> Tenant:
    return tenant_by_id(g.tenant.id) or abort(404)
