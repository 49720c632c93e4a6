"""Tenants, as the operator handles them."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from core.database import db
from core.gallery.catalog import all_templates
from core.i18n import gettext as _, interface_language
from core.notices import notify
from core.operator.forms import ChangePlanForm, DeleteForm, SuspendForm
from core.operator.platform import blueprint
from core.operator.queries import PAGE, owners_of, plan_by_id, tenants_found
from core.people.operations import plan_changed
from core.plugin_manager import plugins
from core.policy import policy
from core.tenancy import tenant_scope
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import delete_tenant, resume_tenant, suspend_tenant, touch_tenant
from core.tenants.queries import all_plans, tenant_by_id
from core.texts import text_in

STATES = ("active", "trial", "suspended")


@blueprint.get("/communities")
@policy("operator")
def tenants() -> str:
    """Every tenant; searched by address, name and owner."""
    search, status = request.args.get("q", "").strip()[:100], request.args.get("status", "")
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    found, total = tenants_found(search, status if status in STATES else "", page)
    return render_template(
        "operator/tenants.html",
        tenants=[TenantInfo.of(tenant) for tenant in found],
        total=total,
        pages=-(-total // PAGE),
        page=page,
        search=search,
        status=status,
    )


@blueprint.get("/communities/<uuid:tenant_id>")
@policy("operator")
def tenant(tenant_id: uuid.UUID) -> str:
    """One tenant and what can be done about it."""
    return _page(_found(tenant_id))


@blueprint.post("/communities/<uuid:tenant_id>/suspend")
@policy("operator")
def tenant_suspend(tenant_id: uuid.UUID) -> ResponseReturnValue:
    """Close a tenant's public side, with a reason its owner reads."""
    row, form = _found(tenant_id), SuspendForm()
    if not form.validate_on_submit():
        return _page(row, suspend=form), 422
    suspend_tenant(tenant=row, reason=form.reason.data)
    notify(_("Closed. Visitors see that it is closed for now; nothing is deleted."))
    return redirect(url_for("operator.tenant", tenant_id=tenant_id), code=303)


@blueprint.post("/communities/<uuid:tenant_id>/resume")
@policy("operator")
def tenant_resume(tenant_id: uuid.UUID) -> ResponseReturnValue:
    """Open it again."""
    resume_tenant(tenant=_found(tenant_id))
    notify(_("Open again. Everything is as it was."))
    return redirect(url_for("operator.tenant", tenant_id=tenant_id), code=303)


@blueprint.post("/communities/<uuid:tenant_id>/plan")
@policy("operator")
def tenant_plan(tenant_id: uuid.UUID) -> ResponseReturnValue:
    """Another plan; who waits for a seat comes in as far as it reaches."""
    row, form = _found(tenant_id), _plan_form()
    if not form.validate_on_submit():
        return _page(row, plan=form), 422
    row.plan_id = uuid.UUID(form.plan.data)
    touch_tenant(tenant_id=row.id)
    db.session.flush()
    with tenant_scope(row.id):
        plan_changed()
    notify(_("The plan has changed."))
    return redirect(url_for("operator.tenant", tenant_id=tenant_id), code=303)


@blueprint.post("/communities/<uuid:tenant_id>/delete")
@policy("operator")
def tenant_delete(tenant_id: uuid.UUID) -> ResponseReturnValue:
    """Delete it for good, once its address was typed."""
    row, form = _found(tenant_id), DeleteForm()
    if not form.validate_on_submit() or (form.slug.data or "").strip() != row.slug:
        form.slug.errors = [_("That is not its address. Nothing was deleted.")]
        return _page(row, delete=form), 422
    delete_tenant(tenant=row)
    notify(_("Deleted, with everything in it."))
    return redirect(url_for("operator.tenants"), code=303)


def _page(
    row: Tenant,
    suspend: SuspendForm | None = None,
    plan: ChangePlanForm | None = None,
    delete: DeleteForm | None = None,
) -> str:
    return render_template(
        "operator/tenant.html",
        row=row,
        community=TenantInfo.of(row),
        owners=owners_of(row.id),
        plan_now=plan_by_id(row.plan_id),
        trade=next((one.title for one in all_templates() if one.name == row.scenario), None),
        tools=_tools_in_words(row),
        suspend=suspend or SuspendForm(formdata=None),
        plan=plan or _plan_form(str(row.plan_id)),
        delete=delete or DeleteForm(formdata=None),
    )


def _tools_in_words(row: Tenant) -> str:
    titles = [plugins().manifests[name].title for name in plugins().names if name in row.plugins]
    return _(", ").join(text_in(title, interface_language()) for title in titles)


def _plan_form(current: str | None = None) -> ChangePlanForm:
    form = ChangePlanForm(plan=current) if current is None else ChangePlanForm(formdata=None, plan=current)
    form.plan.choices = [
        SelectChoice(str(plan.id), text_in(plan.title, interface_language())) for plan in all_plans()
    ]
    return form


def _found(tenant_id: uuid.UUID) -> Tenant:
    return tenant_by_id(tenant_id) or abort(404)
