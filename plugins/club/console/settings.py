"""How the club is run: its words, when points end, over what period tiers count."""

from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hutong import (
    db,
    digest_of,
    enqueue,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    policy,
    texts_data,
    touch_tenant,
)
from plugins.club.console.blueprint import blueprint
from plugins.club.models import Membership, Programme, Visit
from plugins.club.programme_form import WORDS, programme_form
from plugins.club.queries import programme
from plugins.club.sections import ROOMS

ROOMS.add("club_console.settings", "settings", _l("Settings of the club"), order=90)
PLAIN = ("expiry", "expiry_months", "tier_months", "asks_birthday")


@blueprint.route("/settings", methods=["GET", "POST"])
@policy("admin")
def settings() -> ResponseReturnValue:
    """Change how the club is run; the second of two editors sees both versions."""
    run = programme()
    if run is None:
        return redirect(url_for("club_console.set_up"))
    saved = _saved(run)
    asks_currency = not has_money()
    base = digest_of({name: str(value) for name, value in saved.items()})
    form = programme_form(g.tenant.languages, asks_currency=asks_currency)(data=saved | {"base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            back = url_for("club_console.index")
            name = g.tenant.text(run.name, interface_language())
            return form_conflict_page(name, form, saved, base=base, back=back)
        _change(run, form)
        notify(_("Saved. It counts from now on."))
        return redirect(url_for("club_console.index"))
    page = render_template("club/console/settings.html", run=run, form=form, asks_currency=asks_currency)
    return page, 422 if form.errors else 200


def has_money() -> bool:
    """Whether an amount stands somewhere that is in the programme's currency."""
    found = select(Visit.id).where(Visit.amount != 0).limit(1), select(Membership.id).limit(1)
    return any(db.session.scalar(one) is not None for one in found)


def _saved(run: Programme) -> dict[str, Any]:
    told = {name: getattr(run, name) for name in (*PLAIN, "currency")}
    return texts_data({name: getattr(run, name) for name in WORDS}) | told | {"is_open": run.state == "open"}


def _change(run: Programme, form: Any) -> None:
    for name, text in form.texts().items():
        setattr(run, name, text)
    for name in PLAIN:
        if form[name].data is not None:
            setattr(run, name, form[name].data)
    if "currency" in form:
        run.currency = form["currency"].data
    run.state = "open" if form["is_open"].data else "paused"
    touch_tenant(tenant_id=g.tenant.id)
    enqueue("club.review_tiers", language="")
