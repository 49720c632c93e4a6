"""Changing an offer: what it says and gives; how many, when and where. Two editors, and the bin."""

import uuid
from collections.abc import Mapping
from typing import Any

from babel.dates import get_day_names
from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from hutong import (
    babel_locale,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    ngettext,
    notify,
    policy,
    texts_data,
    touch_tenant,
)
from plugins.club.console.blueprint import blueprint
from plugins.club.console.offers import EDIT, given_values, offer_or_404, plan_choices, programme_or_404
from plugins.club.models import Offer
from plugins.club.offer_changes import bin_offer, change_offer, restore_offer
from plugins.club.offer_forms import basics_form, hours_data, terms_form
from plugins.club.offer_queries import binned_offers, offer_by_id
from plugins.club.offer_words import title_of
from plugins.club.queries import places

FIGURES = ("value", "price", "pieces", "price_points", "cost")


@blueprint.route("/offers/<uuid:offer_id>/words", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def offer_words(offer_id: uuid.UUID) -> ResponseReturnValue:
    """What it says, in each language, and what it gives."""
    offer, run = offer_or_404(offer_id, lock=request.method == "POST"), programme_or_404()
    form_class = basics_form(offer.kind, g.tenant.languages, run.currency, plan_choices(), is_new=False)
    names = [
        name for name in ("value", "price", "pieces", "price_points", "cost") if hasattr(form_class, name)
    ]
    theirs = {
        **texts_data({"title": offer.title, "text": offer.text}),
        **{name: getattr(offer, name) or None for name in names},
        "plan_id": str(offer.plan_id or ""),
    }
    base = digest_of(theirs)
    form = form_class(data={**theirs, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            return _conflict(offer, form, theirs, base)
        change_offer(offer=offer, **form.texts(), **given_values(form))
        return _saved(offer)
    page = render_template(
        "club/console/offer_words.html", offer=offer, title=title_of(offer, g.tenant), form=form
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/offers/<uuid:offer_id>/terms", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def offer_terms(offer_id: uuid.UUID) -> ResponseReturnValue:
    """How many there are, who gets them, when and where."""
    offer = offer_or_404(offer_id, lock=request.method == "POST")
    form_class = terms_form(_places(), _days(), rows=len(offer.hours) + 1)
    theirs = {
        "cap": offer.cap,
        "per_member": offer.per_member or None,
        "claim": offer.claim,
        "opens_at": offer.opens_at,
        "closes_at": offer.closes_at,
        "valid_days": offer.valid_days or None,
        "giftable": offer.giftable,
        "place_ids": list(offer.place_ids),
        **hours_data(offer.hours),
    }
    base = digest_of(theirs)
    form = form_class(data={**theirs, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            return _conflict(offer, form, theirs, base)
        change_offer(
            offer=offer,
            cap=form.cap.data,
            per_member=form.per_member.data or 0,
            claim=form.claim.data,
            opens_at=form.opens_at.data,
            closes_at=form.closes_at.data,
            valid_days=form.valid_days.data or 0,
            giftable=form.giftable.data,
            place_ids=form.place_ids.data,
            hours=form.hours(),
        )
        return _saved(offer)
    page = render_template(
        "club/console/offer_terms.html",
        offer=offer,
        title=title_of(offer, g.tenant),
        form=form,
        zone=str(g.tenant.zone),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/offers/<uuid:offer_id>/bin")
@policy("staff", permission=EDIT)
def bin_one(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with an undo; what customers hold goes on working."""
    offer = offer_or_404(offer_id, lock=True)
    bin_offer(offer=offer)
    touch_tenant(tenant_id=g.tenant.id)
    notify(
        _("Moved to the bin. Coupons that are out are still taken."),
        undo_url=url_for("club_console.restore_one", offer_id=offer.id),
    )
    return redirect(url_for("club_console.offers"))


@blueprint.get("/offers/bin")
@policy("staff", permission=EDIT)
def offers_bin() -> str:
    """What was thrown away."""
    lines = [
        {
            "title": title_of(offer, g.tenant),
            "meta": ngettext("%(num)s coupon is out", "%(num)s coupons are out", offer.issued),
            "restore": url_for("club_console.restore_one", offer_id=offer.id),
            "forget": None,
        }
        for offer in binned_offers()
    ]
    return render_template("club/console/offers_bin.html", lines=lines)


@blueprint.post("/offers/<uuid:offer_id>/restore")
@policy("staff", permission=EDIT)
def restore_one(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin."""
    offer = offer_by_id(offer_id, lock=True, in_bin=True)
    if offer is None or offer.deleted_at is None:
        abort(404)
    restore_offer(offer=offer)
    touch_tenant(tenant_id=g.tenant.id)
    notify(_("It’s back."))
    return redirect(url_for("club_console.offer", offer_id=offer.id))


def _saved(offer: Offer) -> ResponseReturnValue:
    touch_tenant(tenant_id=g.tenant.id)
    notify(_("Saved, in force at once. Coupons that are out keep their last day."))
    return redirect(url_for("club_console.offer", offer_id=offer.id))


def _conflict(offer: Offer, form: FlaskForm, theirs: Mapping[str, Any], base: str) -> ResponseReturnValue:
    return form_conflict_page(title_of(offer, g.tenant), form, theirs, base=base, back=request.path)


def _places() -> list[tuple[str, str]]:
    return [(str(place.id), g.tenant.text(place.name, interface_language())) for place in places()]


def _days() -> list[tuple[str, str]]:
    names = get_day_names("abbreviated", locale=babel_locale(interface_language()))
    return [(str(day), names[day]) for day in range(7)]
