"""Reports of abuse: what the operator does with them."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.database import db, now
from core.i18n import gettext as _
from core.notices import notify
from core.operator.forms import REASONS
from core.operator.platform import blueprint
from core.operator.queries import reports as reports_found
from core.policy import policy
from core.tenants.info import TenantInfo
from core.tenants.models import AbuseReport


@blueprint.get("/reports")
@policy("operator")
def reports() -> str:
    """What was reported and waits, or what was handled."""
    handled = request.args.get("handled") == "1"
    found = [(report, TenantInfo.of(tenant)) for report, tenant in reports_found(handled=handled)]
    return render_template("operator/reports.html", reports=found, handled=handled, reasons=REASONS)


@blueprint.post("/reports/<uuid:report_id>/handled")
@policy("operator")
def report_handled(report_id: uuid.UUID) -> ResponseReturnValue:
    """Put a report aside."""
    report = db.session.get(AbuseReport, report_id) or abort(404)
    report.handled_at = now()
    notify(_("Put aside."))
    return redirect(url_for("operator.reports"), code=303)
