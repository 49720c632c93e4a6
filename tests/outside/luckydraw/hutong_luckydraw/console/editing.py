"""Changing a draw: what it says, who may take part, how often and when; and the bin."""

import uuid

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    digest_of,
    form_conflict_page,
    gettext as _,
    ngettext,
    notify,
    policy,
    texts_data,
    touch_tenant,
)
from hutong_luckydraw.console.blueprint import EDIT, blueprint, draw_or_404
from hutong_luckydraw.forms import draw_form
from hutong_luckydraw.operations import bin_draw, change_draw, restore_draw
from hutong_luckydraw.queries import binned_draws, draw_by_id, figures_of
from hutong_luckydraw.words import AUDIENCES, said


@blueprint.route("/<uuid:draw_id>/edit", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def edit(draw_id: uuid.UUID) -> ResponseReturnValue:
    """All but the prizes; the second of two editors sees both versions."""
    found = draw_or_404(draw_id, lock=request.method == "POST")
    saved = {
        **texts_data({"title": found.title, "text": found.text, "consolation": found.consolation}),
        "audience": found.audience,
        "per_person": found.per_person or None,
        "per_day": found.per_day or None,
        "opens_at": found.opens_at,
        "closes_at": found.closes_at,
        "valid_days": found.valid_days or None,
    }
    base = digest_of(saved)
    form = draw_form(g.tenant.languages)(data={**saved, "base": base})
    back = url_for("luckydraw_console.draw", draw_id=found.id)
    if form.validate_on_submit():
        if form.base.data != base:
            return form_conflict_page(said(found.title), form, saved, base=base, back=back)
        change_draw(
            draw=found,
            **form.texts(),
            audience=form.audience.data,
            per_person=form.per_person.data or 0,
            per_day=form.per_day.data or 0,
            opens_at=form.opens_at.data,
            closes_at=form.closes_at.data,
            valid_days=form.valid_days.data or 0,
        )
        touch_tenant(tenant_id=g.tenant.id)
        notify(_("Saved, in force at once. Prizes that were won keep their last day."))
        return redirect(back)
    page = render_template(
        "luckydraw/console/edit.html",
        draw=found,
        form=form,
        notes={name: words[1] for name, words in AUDIENCES.items()},
        zone=str(g.tenant.zone),
        said=said,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:draw_id>/bin")
@policy("staff", permission=EDIT)
def bin_one(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with an undo."""
    found = draw_or_404(draw_id, lock=True)
    bin_draw(draw=found)
    touch_tenant(tenant_id=g.tenant.id)
    notify(
        _("Moved to the bin. Prizes that were won are still handed out."),
        undo_url=url_for("luckydraw_console.restore", draw_id=found.id),
    )
    return redirect(url_for("luckydraw_console.index"))


@blueprint.get("/bin")
@policy("staff", permission=EDIT)
def bin_page() -> str:
    """What was thrown away."""
    lines = [
        {
            "title": said(draw.title),
            "meta": ngettext("%(num)s draw was made", "%(num)s draws were made", figures_of(draw).turns),
            "restore": url_for("luckydraw_console.restore", draw_id=draw.id),
            "forget": None,
        }
        for draw in binned_draws()
    ]
    return render_template("luckydraw/console/bin.html", lines=lines)


@blueprint.post("/<uuid:draw_id>/restore")
@policy("staff", permission=EDIT)
def restore(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin; it opens only by hand."""
    found = draw_by_id(draw_id, lock=True, in_bin=True)
    if found is None or found.deleted_at is None:
        abort(404)
    restore_draw(draw=found)
    touch_tenant(tenant_id=g.tenant.id)
    notify(_("It’s back."))
    return redirect(url_for("luckydraw_console.draw", draw_id=found.id))
