"""Plans are data that the operator edits."""

import uuid

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.i18n import gettext as _
from core.jobs.operations import enqueue
from core.notices import notify
from core.operator.forms import PlanForm
from core.operator.platform import blueprint
from core.operator.queries import plan_by_id, tenants_on
from core.policy import policy
from core.tenants.queries import all_plans


@blueprint.get("/plans")
@policy("operator")
def plans() -> str:
    """Every plan and how many have it."""
    return render_template(
        "operator/plans.html", plans=[(plan, len(tenants_on(plan.id))) for plan in all_plans()]
    )


@blueprint.route("/plans/<uuid:plan_id>", methods=["GET", "POST"])
@policy("operator")
def plan(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Title, description and seats of a plan."""
    row = plan_by_id(plan_id) or abort(404)
    form = PlanForm(
        title_zh=row.title.get("zh", ""),
        title_en=row.title.get("en", ""),
        description_zh=row.description.get("zh", ""),
        description_en=row.description.get("en", ""),
        seats=row.seats,
    )
    if not form.validate_on_submit():
        return render_template("operator/plan.html", form=form, plan=row), 422 if form.is_submitted() else 200
    row.title = {"zh": form.title_zh.data.strip(), "en": form.title_en.data.strip()}
    row.description = {
        "zh": (form.description_zh.data or "").strip(),
        "en": (form.description_en.data or "").strip(),
    }
    row.seats = form.seats.data
    enqueue("operator.admit_waiting", {"plan": str(row.id)})
    notify(_("Saved. It holds for every community on this plan."))
    return redirect(url_for("operator.plans"), code=303)
