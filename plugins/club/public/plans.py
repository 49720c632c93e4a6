"""Buying a membership on the phone: what is for sale, ordering, how to pay, the receipt."""

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    asked_via,
    count_visit,
    gettext as _,
    interface_language,
    link_in_use,
    now,
    policy,
    public_url,
)
from hutong.fields import page_token, posted_token
from hutong.money import Payable, PaymentWay, payment_ways
from hutong.people import join_community, person_by_id, person_here, remember_person
from plugins.club.errors import ClubPausedError, PlanClosedError, SoldOutError
from plugins.club.forms import JoinForm
from plugins.club.models import Member, Membership, Plan, Programme
from plugins.club.offer_queries import invitation_to
from plugins.club.operations import join_club, who_just_joined, who_lost_the_answer
from plugins.club.plan_queries import (
    is_running,
    membership_by_nonce,
    membership_by_number,
    memberships_of,
    ordered_by,
    plan_by_code,
    plan_by_id,
    plans_on_sale,
    seats_left,
    why_plan_closed,
)
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here
from plugins.club.queries import member_by_id, programme
from plugins.club.sections import on_card
from plugins.club.selling import cancel_order, order_membership

ORDER, CANCEL = "order", "cancel"


@blueprint.get("/memberships")
@policy("anyone")
def plan_list() -> ResponseReturnValue:
    """What is for sale."""
    run = programme() or abort(404)
    return _personal("club/plans.html", run=run, plans=plans_on_sale(), seats_left=seats_left)


@blueprint.get("/memberships/<plan_code>")
@policy("anyone")
def plan(plan_code: str) -> ResponseReturnValue:
    """One membership: what one gets, and the order."""
    run, found = programme() or abort(404), plan_or_404(plan_code)
    count_visit(plugin="club", object_kind="plan", object_id=found.id)
    card = card_here()
    waiting = ordered_by(card.id, found.id) if card else None
    if waiting is not None:
        return redirect(url_for("club.membership", order_number=waiting.number))
    return _plan_page(run, found, JoinForm())


@blueprint.post("/memberships/<plan_code>")
@policy("anyone")
def order(plan_code: str) -> ResponseReturnValue:
    """Order it; who has no card yet gets one with it."""
    run, found = programme() or abort(404), plan_or_404(plan_code)
    token = posted_token(found.id, ORDER)
    way = _way(request.form.get("way", ""))
    form = JoinForm(request.form)
    card = card_here()
    known = membership_by_nonce(token.nonce) or (ordered_by(card.id, found.id) if card else None)
    if known is not None:
        return _ordered_before(known)
    if way is None or (card is None and not form.validate()):
        return _plan_page(run, found, form, way_missing=way is None)
    if why_plan_closed(found) or seats_left(found) == 0:
        return _plan_page(run, found, form)
    link = link_in_use(token.via)
    person = None
    if card is None:
        here = person_here()
        person = (person_by_id(here.id) if here else who_just_joined(token.nonce)) or join_community(
            name=form.name.data, email=form.email.data, phone=form.phone.data
        )
        try:
            nonce = None if here else token.nonce
            card = join_club(person_id=person.id, share_link_id=link.id if link else None, nonce=nonce)
        except ClubPausedError:
            abort(404)
    try:
        made = order_membership(
            plan=found,
            member=card,
            way=way.key,
            nonce=token.nonce,
            coupon_id=invitation_to(card.id, found.id),
            share_link_id=link.id if link else None,
        )
    except (PlanClosedError, SoldOutError):
        return _plan_page(run, found, form)
    address = url_for("club.membership", order_number=made.number)
    if way.begin is not None:
        address = way.begin(_payable(run, found, made)) or address
    response = make_response(redirect(address, code=303))
    return remember_person(response, person) if person else response


def _ordered_before(known: Membership) -> ResponseReturnValue:
    """The same form again leads to the same order; a phone that lost the answer is known for a while."""
    response = make_response(redirect(url_for("club.membership", order_number=known.number), code=303))
    is_lost = card_here() is None
    person = who_lost_the_answer(member_by_id(known.member_id), known.ordered_at) if is_lost else None
    return remember_person(response, person) if person else response


@blueprint.get("/membership/<order_number>")
@policy("holder")
def membership(order_number: str) -> ResponseReturnValue:
    """One's own order: how to pay, whether it is paid, from when to when."""
    run, found, bought = _mine(order_number)
    way = _way(found.way)
    return _personal(
        "club/membership.html",
        run=run,
        order=found,
        plan=bought,
        way=way,
        running=is_running(found, now().astimezone(g.tenant.zone).date()),
        token=page_token(found.id, CANCEL),
    )


@blueprint.post("/membership/<order_number>/cancel")
@policy("holder")
def cancel(order_number: str) -> ResponseReturnValue:
    """Take one's unpaid order back."""
    _run, found, _bought = _mine(order_number)
    posted_token(found.id, CANCEL)
    cancel_order(membership=found)
    return redirect(url_for("club.membership", order_number=order_number), code=303)


@blueprint.get("/membership/<order_number>/receipt")
@policy("holder")
def receipt(order_number: str) -> ResponseReturnValue:
    """The receipt of what was paid, to keep or print."""
    run, found, bought = _mine(order_number)
    if found.paid_at is None:
        abort(404)
    card = card_here()
    person = person_by_id(card.person_id) if card else None
    return _personal(
        "club/receipt.html", run=run, order=found, plan=bought, person=person, way=_way(found.way)
    )


@on_card(order=30)
def memberships(run: Programme, member: Member) -> str:
    """What somebody bought, and what they could."""
    day = now().astimezone(g.tenant.zone).date()
    mine = [
        (order, plan)
        for order, plan in memberships_of([member.id])
        if order.state == "ordered" or is_running(order, day)
    ]
    offered = [] if mine else [plan for plan in plans_on_sale() if seats_left(plan) != 0]
    return (
        render_template("club/_memberships.html", run=run, mine=mine, offered=offered)
        if mine or offered
        else ""
    )


def plan_or_404(plan_code: str) -> Plan:
    """A plan that is or was for sale."""
    found = plan_by_code(plan_code)
    return found if found is not None and found.state != "draft" else abort(404)


def _mine(order_number: str) -> tuple[Programme, Membership, Plan]:
    """An order of whom this phone is known as; somebody else's does not exist."""
    run, card, found = programme(), card_here(), membership_by_number(order_number)
    if run is None or card is None or found is None or found.member_id != card.id:
        abort(404)
    return run, found, plan_by_id(found.plan_id) or abort(404)


def _way(key: str) -> PaymentWay | None:
    ways = payment_ways(g.tenant, interface_language())
    return next((way for way in ways if way.key == key), None)


def _payable(run: Programme, plan: Plan, made: Membership) -> Payable:
    return Payable(
        plugin="club",
        kind="membership",
        id=made.id,
        title=g.tenant.text(plan.name, interface_language()),
        amount=made.price,
        currency=run.currency,
        return_url=public_url(g.tenant, "club.membership", order_number=made.number),
    )


def _plan_page(
    run: Programme, plan: Plan, form: JoinForm, *, way_missing: bool = False
) -> ResponseReturnValue:
    why = why_plan_closed(plan) or ("sold" if seats_left(plan) == 0 else "")
    page = _personal(
        "club/plan.html",
        run=run,
        plan=plan,
        form=form,
        why=why,
        left=seats_left(plan),
        card=card_here(),
        here=person_here(),
        ways=payment_ways(g.tenant, interface_language()),
        chosen=request.form.get("way", ""),
        way_problem=_("Choose how you would like to pay.") if way_missing else "",
        token=page_token(plan.id, ORDER, via=asked_via()),
    )
    page.status_code = 409 if why and request.method == "POST" else 422 if form.errors or way_missing else 200
    return page


def _personal(template: str, **context: object) -> Response:
    page = make_response(render_template(template, **context))
    page.headers["Cache-Control"] = "no-store"
    return page
