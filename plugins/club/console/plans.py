"""Memberships for sale: the list, what stands on one, who bought it and whether they paid."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    TextsForm,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    now,
    policy,
    texts_data,
    touch_tenant,
)
from hutong.money import payment_ways
from plugins.club.console.blueprint import blueprint
from plugins.club.errors import SoldOutError, StateError
from plugins.club.models import Member, Membership, Plan, Programme
from plugins.club.plan_editing import bin_plan, change_plan, create_plan, restore_plan, set_plan_state
from plugins.club.plan_forms import plan_form
from plugins.club.plan_queries import (
    PAGE,
    is_running,
    membership_by_number,
    memberships_of,
    plan_by_code,
    plans,
    sold,
    states_of,
    takings_of,
    why_plan_closed,
)
from plugins.club.queries import programme, tiers
from plugins.club.sections import ROOMS, at_counter
from plugins.club.selling import cancel_order, confirm_payment, refund_membership

STATES = ("open", "paused", "closed")

ROOMS.add("club_console.plan_list", "crown", _l("Memberships"), order=40)


@blueprint.get("/memberships")
@policy("staff", permission="club.sell")
def plan_list() -> str:
    """What is for sale, and how many are left."""
    return render_template(
        "club/console/plans.html", run=programme(), plans=plans(), why_plan_closed=why_plan_closed
    )


@blueprint.route("/memberships/new", methods=["GET", "POST"])
@policy("admin")
def new_plan() -> ResponseReturnValue:
    """Write a new one down; it is on sale at once."""
    run = programme() or abort(404)
    form = _form(run)
    if form.validate_on_submit():
        plan = create_plan(**_values(form))
        touch_tenant(tenant_id=g.tenant.id)
        notify(_("On sale. Share its link or print its code."))
        return redirect(url_for("club_console.plan", plan_code=plan.code))
    page = render_template(
        "club/console/plan_form.html", form=form, plan=None, back=url_for("club_console.plan_list")
    )
    return page, 422 if form.errors else 200


@blueprint.get("/memberships/<plan_code>")
@policy("staff", permission="club.sell")
def plan(plan_code: str) -> str:
    """Who ordered it, who paid, what came in."""
    found = plan_or_404(plan_code)
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    states = states_of(found.id)
    return render_template(
        "club/console/plan.html",
        run=programme(),
        plan=found,
        orders=sold(found.id, page),
        states=states,
        takings=takings_of(found.id),
        page=page,
        pages=-(-sum(states.values()) // PAGE),
        why=why_plan_closed(found),
        ways={way.key: way.title for way in payment_ways(g.tenant, interface_language())},
    )


@blueprint.route("/memberships/<plan_code>/edit", methods=["GET", "POST"])
@policy("admin")
def edit_plan(plan_code: str) -> ResponseReturnValue:
    """Change what is written; the second of two editors sees both versions."""
    found = plan_or_404(plan_code)
    run = programme() or abort(404)
    saved = _saved(found)
    base = digest_of({name: str(value) for name, value in saved.items()})
    form = _form(run, **saved, base=base)
    back = url_for("club_console.plan", plan_code=plan_code)
    if form.validate_on_submit():
        if form.base.data != base:
            return form_conflict_page(
                g.tenant.text(found.name, interface_language()), form, saved, base=base, back=back
            )
        change_plan(plan=found, **_values(form))
        touch_tenant(tenant_id=g.tenant.id)
        notify(_("Saved. Customers see it at once."))
        return redirect(back)
    page = render_template("club/console/plan_form.html", form=form, plan=found, back=back)
    return page, 422 if form.errors else 200


@blueprint.post("/memberships/<plan_code>/state/<state>")
@policy("admin")
def plan_state(plan_code: str, state: str) -> ResponseReturnValue:
    """Open, pause or close the sale."""
    found = plan_or_404(plan_code)
    if state not in STATES:
        abort(404)
    before = found.state
    set_plan_state(plan=found, state=state)
    touch_tenant(tenant_id=g.tenant.id)
    undo = url_for("club_console.plan_state", plan_code=plan_code, state=before) if before in STATES else ""
    notify(
        _("On sale.") if state == "open" else _("Not for sale any more. Who bought one keeps it."),
        undo_url=undo,
    )
    return redirect(url_for("club_console.plan", plan_code=plan_code))


@blueprint.post("/memberships/<plan_code>/bin")
@policy("admin")
def plan_bin(plan_code: str) -> ResponseReturnValue:
    """Off the lists; with an undo."""
    bin_plan(plan=plan_or_404(plan_code))
    touch_tenant(tenant_id=g.tenant.id)
    notify(
        _("In the bin. Who bought one keeps it."),
        undo_url=url_for("club_console.plan_restore", plan_code=plan_code),
    )
    return redirect(url_for("club_console.plan_list"))


@blueprint.post("/memberships/<plan_code>/restore")
@policy("admin")
def plan_restore(plan_code: str) -> ResponseReturnValue:
    """Undo `plan_bin`."""
    restore_plan(plan=plan_by_code(plan_code, also_binned=True) or abort(404))
    touch_tenant(tenant_id=g.tenant.id)
    return redirect(url_for("club_console.plan", plan_code=plan_code))


@blueprint.post("/orders/<order_number>/paid")
@policy("staff", permission="club.sell")
def order_paid(order_number: str) -> ResponseReturnValue:
    """The money is there."""
    order = order_or_404(order_number)
    try:
        fresh = confirm_payment(
            membership=order, today=today(), by=g.person.id, reference=request.form.get("reference", "")
        )
        notify(_("Paid. The membership runs.") if fresh else _("This one was paid before."))
    except SoldOutError:
        notify(_("The order had lapsed, and all places are sold since. Give the money back."), kind="bad")
    except StateError:
        notify(_("This order was cancelled. Give the money back, or order anew."), kind="bad")
    return redirect(_plan_of(order))


@blueprint.post("/orders/<order_number>/cancel")
@policy("staff", permission="club.sell")
def order_cancel(order_number: str) -> ResponseReturnValue:
    """Nobody pays: the place is free again."""
    order = order_or_404(order_number)
    if cancel_order(membership=order):
        notify(_("Cancelled. The place is free again."))
    return redirect(_plan_of(order))


@blueprint.route("/orders/<order_number>/refund", methods=["GET", "POST"])
@policy("admin")
def order_refund(order_number: str) -> ResponseReturnValue:
    """Give the money back. Asks first, for it ends the membership."""
    order = order_or_404(order_number)
    if request.method == "GET":
        run = programme() or abort(404)
        return render_template("club/console/refund_plan.html", order=order, run=run, back=_plan_of(order))
    if refund_membership(membership=order, today=today()):
        notify(_("Given back. The membership has ended; the place is free again."))
    return redirect(_plan_of(order))


@at_counter(order=30)
def memberships_at_counter(run: Programme, member: Member) -> str:
    """What a member has bought or still has to pay."""
    mine = [
        (order, plan)
        for order, plan in memberships_of([member.id])
        if order.state in ("ordered", "lapsed") or is_running(order, today())
    ]
    return render_template("club/console/_memberships.html", run=run, mine=mine) if mine else ""


def today() -> Any:
    """The day at the shop."""
    return now().astimezone(g.tenant.zone).date()


def plan_or_404(plan_code: str) -> Plan:
    """A plan that is not in the bin."""
    return plan_by_code(plan_code) or abort(404)


def order_or_404(order_number: str) -> Membership:
    """An order of this club."""
    return membership_by_number(order_number) or abort(404)


def _plan_of(order: Membership) -> str:
    found = next((plan for plan in plans() if plan.id == order.plan_id), None)
    return url_for("club_console.plan", plan_code=found.code) if found else url_for("club_console.plan_list")


def _form(run: Programme, **data: Any) -> TextsForm:
    language = interface_language()
    choices = [(str(tier.id), g.tenant.text(tier.name, language)) for tier in tiers()]
    return plan_form(g.tenant.languages, run.currency, choices)(data=data)


def _saved(plan: Plan) -> dict[str, Any]:
    return {
        **texts_data({"name": plan.name, "benefits": plan.benefits}),
        "price": plan.price,
        "months": plan.months,
        "seats": plan.seats,
        "discount_percent": plan.discount_percent,
        "tier_id": str(plan.tier_id or ""),
        "hold_days": plan.hold_days,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
    }


def _values(form: TextsForm) -> dict[str, Any]:
    tier = next((tier for tier in tiers() if str(tier.id) == form["tier_id"].data), None)
    return {
        **form.texts(),
        "price": form["price"].data,
        "months": form["months"].data,
        "seats": form["seats"].data,
        "discount_percent": form["discount_percent"].data or 0,
        "tier_id": tier.id if tier else None,
        "hold_days": form["hold_days"].data,
        "opens_at": form["opens_at"].data,
        "closes_at": form["closes_at"].data,
    }
