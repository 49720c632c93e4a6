"""Reporting a community, without an account."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from core.accounts.limits import may_try, sender
from core.database import db
from core.errors import error_page
from core.gallery.saved import shared_named
from core.i18n import gettext as _
from core.operator.forms import ReportForm
from core.policy import policy
from core.tenants.models import AbuseReport
from core.tenants.queries import tenant_at

A_SENDER_MAY = "20 per hour"

blueprint = Blueprint("abuse", __name__, subdomain="platform", template_folder="templates")


@blueprint.route("/-/report/<slug>", methods=["GET", "POST"])
@policy("anyone")
def report(slug: str) -> ResponseReturnValue:
    """Say what is wrong with a community; the operator reads it, its owner does not."""
    found = tenant_at(slug=slug)
    if found is None:
        abort(404)
    shop, form = found[0], ReportForm()
    if not form.validate_on_submit():
        return render_template(
            "operator/report.html", shop=shop, form=form
        ), 422 if form.is_submitted() else 200
    if not may_try(A_SENDER_MAY, "report", sender()):
        return error_page(
            429, _("One moment"), _("That was a lot at once. Try again in a minute; nothing is lost.")
        )
    db.session.add(
        AbuseReport(tenant_id=shop.id, reason=form.reason.data, text=(form.text.data or "").strip()[:2000])
    )
    return render_template("operator/reported.html", shop=shop)


@blueprint.route("/-/report/template/<template>", methods=["GET", "POST"])
@policy("anyone")
def report_template(template: str) -> ResponseReturnValue:
    """Say what is wrong with a template that a business shows; who made it is not told."""
    shared, form = shared_named(template), ReportForm()
    if shared is None:
        abort(404)
    if not form.validate_on_submit():
        page = render_template("operator/report_template.html", row=shared, form=form)
        return page, 422 if form.is_submitted() else 200
    if not may_try(A_SENDER_MAY, "report", sender()):
        return error_page(
            429, _("One moment"), _("That was a lot at once. Try again in a minute; nothing is lost.")
        )
    text = (form.text.data or "").strip()[:2000]
    db.session.add(
        AbuseReport(tenant_id=shared.tenant_id, reason=form.reason.data, text=text, template=shared.name)
    )
    return render_template("operator/reported_template.html")
