"""The list "you said, we did", as the business writes it."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import digest_of, form_conflict_page, gettext as _, notify, policy, texts_data, texts_form
from plugins.complaint.box_forms import CHANGE_WORDS, month_fields
from plugins.complaint.console.blueprint import blueprint
from plugins.complaint.days import today
from plugins.complaint.improving import change_by_id, changes, save_change, set_deleted
from plugins.complaint.models import Change
from plugins.complaint.words import month_name


@blueprint.get("/changes")
@policy("staff", permission="complaint.handle")
def change_list() -> str:
    """Everything that was written down, published or not."""
    return render_template("complaint/console/changes.html", changes=changes(), month_name=month_name)


@blueprint.route("/changes/new", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
def new_change() -> ResponseReturnValue:
    """One more."""
    return _edit(None)


@blueprint.route("/changes/<uuid:change_id>", methods=["GET", "POST"])
@policy("staff", permission="complaint.handle")
def change(change_id: Any) -> ResponseReturnValue:
    """Change one. What was deleted while it was open can still be kept."""
    found = change_by_id(change_id, lock=request.method == "POST")
    if found is None or (found.deleted_on is not None and "base" not in request.form):
        abort(404)
    return _edit(found)


@blueprint.post("/changes/<uuid:change_id>/delete")
@policy("staff", permission="complaint.handle")
def change_delete(change_id: Any) -> ResponseReturnValue:
    """Take one away; with an undo."""
    set_deleted(tenant=g.tenant, change=_change_or_404(change_id), day=today(g.tenant))
    notify(_("Deleted."), undo_url=url_for("complaint_console.change_restore", change_id=change_id))
    return redirect(url_for("complaint_console.change_list"))


@blueprint.post("/changes/<uuid:change_id>/restore")
@policy("staff", permission="complaint.handle")
def change_restore(change_id: Any) -> ResponseReturnValue:
    """Bring it back."""
    set_deleted(tenant=g.tenant, change=change_by_id(change_id) or abort(404), day=None)
    notify(_("It is back."))
    return redirect(url_for("complaint_console.change_list"))


def _change_or_404(change_id: Any) -> Change:
    found = change_by_id(change_id)
    return found if found is not None and found.deleted_on is None else abort(404)


def _edit(found: Change | None) -> ResponseReturnValue:
    saved: dict[str, Any] = {"month": today(g.tenant), "is_published": True}
    if found:
        texts = texts_data({"said": found.said, "did": found.did})
        saved = {**texts, "month": found.month, "is_published": found.is_published}
    base = digest_of(saved) if found and found.deleted_on is None else ""
    form = texts_form(CHANGE_WORDS, g.tenant.languages, **month_fields())(data={**saved, "base": base})
    back = url_for("complaint_console.change_list")
    if form.validate_on_submit():
        if form.base.data != base:
            title, theirs = _("You said, we did"), saved if base else None
            return form_conflict_page(title, form, theirs, base=base, back=back)
        typed = form.texts()
        save_change(
            tenant=g.tenant,
            change=found,
            said=typed["said"],
            did=typed["did"],
            month=form.month.data,
            is_published=form.is_published.data,
        )
        notify(_("Saved. Customers see it at once.") if form.is_published.data else _("Saved, for you only."))
        return redirect(back)
    page = render_template("complaint/console/change.html", form=form, change=found)
    return page, 422 if request.method == "POST" else 200
