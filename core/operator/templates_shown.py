"""Templates that businesses show to others: the operator looks through them, and takes one down."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from core.database import db
from core.gallery.models import SharedTemplate
from core.gallery.publishing import put_back, take_down
from core.gallery.saved import shared_of, uses_of
from core.i18n import gettext as _
from core.notices import notify
from core.operator.platform import blueprint
from core.operator.queries import PAGE
from core.policy import policy
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant

MOST_PAGES = 10_000


@blueprint.get("/templates")
@policy("operator")
def templates_shown() -> str:
    """The newest version of each, newest first, those taken down too."""
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    newest = select(SharedTemplate, Tenant).join(Tenant, Tenant.id == SharedTemplate.tenant_id)
    found = db.session.execute(
        newest.where(SharedTemplate.is_newest)
        .order_by(SharedTemplate.shared_at.desc(), SharedTemplate.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    total = db.session.scalar(select(func.count(SharedTemplate.id)).where(SharedTemplate.is_newest)) or 0
    return render_template(
        "operator/templates.html",
        rows=[(row, TenantInfo.of(tenant)) for row, tenant in found],
        uses=uses_of(row.code for row, _tenant in found),
        total=total,
        page=page,
        pages=-(-total // PAGE),
    )


@blueprint.post("/templates/<template_code>/down")
@policy("operator")
def take_template_down(template_code: str) -> ResponseReturnValue:
    """Out of the gallery, with a reason for its owner."""
    if not shared_of(template_code):
        abort(404)
    take_down(template_code, request.form.get("reason", "").strip())
    notify(_("Taken down. What was made from it stays."))
    return redirect(url_for(".templates_shown"), code=303)


@blueprint.post("/templates/<template_code>/back")
@policy("operator")
def put_template_back(template_code: str) -> ResponseReturnValue:
    """Into the gallery again."""
    if not shared_of(template_code):
        abort(404)
    put_back(template_code)
    notify(_("Everybody here can begin with it again."))
    return redirect(url_for(".templates_shown"), code=303)
