"""Offers: the list, a new one, one with its figures, and its state."""

import uuid
from typing import Any, get_args

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    links_of,
    notify,
    policy,
    public_url,
    share_address,
    touch_tenant,
)
from hutong.money import format_money
from hutong.pages import qr_svg
from plugins.club.chains import append_step, chain_around
from plugins.club.console.blueprint import blueprint
from plugins.club.conversion import conversion_of
from plugins.club.models import Offer, Programme
from plugins.club.offer_changes import State, create_offer, live_coupons, set_offer_state
from plugins.club.offer_forms import basics_form
from plugins.club.offer_queries import binned_offers, offer_by_id, offers_in_use, why_not_open
from plugins.club.offer_words import (
    KIND_EXAMPLES,
    KIND_ICONS,
    KIND_NAMES,
    benefit,
    lasts_in_words,
    left_in_words,
    offer_until,
    price_in_words,
    state_pill,
    title_of,
)
from plugins.club.plan_queries import plans
from plugins.club.queries import programme
from plugins.club.refusals import hours_in_words, place_names
from plugins.club.sections import ROOMS

ROOMS.add("club_console.offers", "ticket", _l("Offers"), order=20)
EDIT = "club.offers"


@blueprint.get("/offers")
@policy("staff", permission=EDIT)
def offers() -> ResponseReturnValue:
    """Every offer with its state and how many are out."""
    run = programme()
    if run is None:
        return redirect(url_for("club_console.index"))
    lines = [(offer, state_pill(offer), benefit(offer, run.currency)) for offer in offers_in_use()]
    return render_template(
        "club/console/offers.html", lines=lines, binned=len(binned_offers()), icons=KIND_ICONS
    )


@blueprint.get("/offers/new")
@policy("staff", permission=EDIT)
def new_offer() -> str:
    """Which kind it is, with an example of each."""
    return render_template(
        "club/console/new_offer.html",
        kinds=[(name, KIND_ICONS[name], label, KIND_EXAMPLES[name]) for name, label in KIND_NAMES.items()],
        after=_after(),
    )


@blueprint.route("/offers/new/<kind>", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new_offer_of_kind(kind: str) -> ResponseReturnValue:
    """A line, what it gives, how many: and it is there as a draft."""
    run = programme()
    if kind not in KIND_NAMES or run is None:
        abort(404)
    language = interface_language() if interface_language() in g.tenant.languages else g.tenant.languages[0]
    form = basics_form(kind, [language], run.currency, plan_choices(), is_new=True)()
    after = _after()
    if form.validate_on_submit():
        values = given_values(form)
        offer = create_offer(title=form.texts()["title"], kind=kind, **values)
        if after is not None:
            offer.claim = "chain"
            append_step(first=after, following=offer, when="redeem")
            return redirect(url_for("club_console.chain", offer_id=offer.id))
        return redirect(url_for("club_console.offer", offer_id=offer.id))
    page = render_template(
        "club/console/new_offer_of_kind.html",
        form=form,
        kind=KIND_NAMES[kind],
        example=KIND_EXAMPLES[kind],
        after=after,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/offers/<uuid:offer_id>")
@policy("staff", permission=EDIT)
def offer(offer_id: uuid.UUID) -> str:
    """One offer: how many are out, what it says, its code, its chain."""
    found, run = offer_or_404(offer_id), programme_or_404()
    link = next(iter(links_of(found.id)), None)
    address = share_address(g.tenant, link) if link else ""
    chain = chain_around(found)
    return render_template(
        "club/console/offer.html",
        offer=found,
        title=title_of(found, g.tenant),
        why=why_not_open(found),
        pill=state_pill(found),
        step=conversion_of([found])[0],
        live=live_coupons(found),
        facts=_facts(found, run),
        rules=_rules(found),
        chain=chain if len(chain) > 1 else [],
        address=address,
        code=qr_svg(address, _("Code that leads to this offer")) if address else "",
        page_url=public_url(g.tenant, "club.offer", offer_code=found.code),
    )


@blueprint.post("/offers/<uuid:offer_id>/state/<state>")
@policy("staff", permission=EDIT)
def set_state(offer_id: uuid.UUID, state: State) -> ResponseReturnValue:
    """Open, pause or close; with an undo."""
    if state not in get_args(State):
        abort(404)
    found = offer_or_404(offer_id, lock=True)
    before = set_offer_state(offer=found, state=state)
    touch_tenant(tenant_id=g.tenant.id)
    said = {
        "open": _("It’s open. Customers can take it now."),
        "paused": _("Paused. Coupons that are out wait with it."),
        "closed": _("Closed. Coupons that are out are still taken."),
    }[state]
    undo = ""
    if before in get_args(State) and before != state:
        undo = url_for("club_console.set_state", offer_id=found.id, state=before)
    notify(said, undo_url=undo)
    return redirect(url_for("club_console.offer", offer_id=found.id))


def plan_choices() -> list[tuple[str, str]]:
    """The memberships that an offer can invite to."""
    return [(str(plan.id), g.tenant.text(plan.name, interface_language())) for plan in plans()]


def offer_or_404(offer_id: uuid.UUID, *, lock: bool = False) -> Offer:
    """The offer of an address; `lock` before a change, so that two editors come one after the other."""
    return offer_by_id(offer_id, lock=lock) or abort(404)


def programme_or_404() -> Programme:
    """The club, set up."""
    return programme() or abort(404)


def given_values(form: Any) -> dict[str, Any]:
    """The fields of a basics form as columns; what was left empty is nothing."""
    names = ("value", "price", "pieces", "price_points", "cost", "valid_days")
    values = {name: form[name].data or 0 for name in names if name in form}
    if "cap" in form:
        values["cap"] = form.cap.data
    if "plan_id" in form:
        values["plan_id"] = uuid.UUID(form.plan_id.data) if form.plan_id.data else None
    return values


def _after() -> Offer | None:
    """The offer whose chain a new one is made for."""
    try:
        return offer_by_id(uuid.UUID(request.args.get("after", "")))
    except ValueError:
        return None


def _facts(offer: Offer, run: Programme) -> list[tuple[str, str]]:
    price = price_in_words(offer, run.currency, g.tenant.text(run.points_name, interface_language()))
    return [
        (_("Gives"), benefit(offer, run.currency)),
        *([(_("Costs the customer"), price)] if price else []),
        (_("Costs you"), format_money(offer.cost, run.currency) if offer.cost else _("Not estimated yet")),
    ]


def _rules(offer: Offer) -> list[tuple[str, str]]:
    claims = {
        "anyone": _("Everybody who opens its page"),
        "chain": _("Who has used the coupon before it"),
        "paper": _("Who finds it on paper"),
    }
    rules = [
        (_("How many"), left_in_words(offer) or _("No limit")),
        (_("Each customer"), str(offer.per_member) if offer.per_member else _("As many as they like")),
        (_("Who gets it"), claims[offer.claim]),
        (_("To be taken"), offer_until(offer, g.tenant.zone) or _("Until you close it")),
        (_("Good for"), lasts_in_words(offer)),
        (_("Where"), place_names(offer.place_ids, g.tenant, interface_language()) or _("Everywhere")),
        (_("When"), hours_in_words(offer.hours) or _("Whenever you are open")),
        (_("To give away"), _("yes") if offer.giftable else _("no")),
    ]
    return rules if offer.claim != "chain" else [rule for rule in rules if rule[0] != _("Each customer")]
