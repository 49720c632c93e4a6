"""An offer on the phone: what it is, how many are left, and taking one, with a card for who has none."""

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import asked_via, count_visit, interface_language, link_in_use, policy, public_url, touch_tenant
from hutong.fields import FormToken, page_token, posted_token
from hutong.people import Person, join_community, person_by_id, person_here, remember_person
from plugins.club.coupon_errors import AlreadyTakenError
from plugins.club.coupons import claim_key, claim_offer, hold_offer
from plugins.club.errors import ClubError, ClubPausedError
from plugins.club.forms import JoinForm
from plugins.club.models import Coupon, Member, Offer, Programme
from plugins.club.offer_queries import (
    coupon_by_key,
    coupons_left,
    coupons_taken,
    newest_own,
    offer_by_code,
    offers_in_use,
    why_not_open,
)
from plugins.club.offer_words import (
    benefit,
    lasts_in_words,
    left_in_words,
    offer_until,
    price_in_words,
    title_of,
)
from plugins.club.operations import join_club, who_just_joined, who_lost_the_answer
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here
from plugins.club.queries import member_by_id, programme
from plugins.club.refusals import Refusal, hours_in_words, not_open, place_names, refusal_of

CLAIM = "claim"


@blueprint.get("/offers")
@policy("anyone")
def offer_list() -> ResponseReturnValue:
    """What can be taken now."""
    run = programme() or abort(404)
    lines = [
        (offer, title_of(offer, g.tenant), benefit(offer, run.currency), left_in_words(offer))
        for offer in offers_in_use()
        if offer.claim == "anyone" and not why_not_open(offer)
    ]
    return personal(render_template("club/offers.html", lines=lines))


@blueprint.get("/offers/<offer_code>")
@policy("anyone")
def offer(offer_code: str) -> ResponseReturnValue:
    """One offer; an honest page where none is given out."""
    run, found = programme() or abort(404), _offer_or_404(offer_code)
    count_visit(plugin="club", object_kind="offer", object_id=found.id)
    return _offer_page(run, found, JoinForm())


@blueprint.post("/offers/<offer_code>")
@policy("anyone")
def claim(offer_code: str) -> ResponseReturnValue:
    """Take one; the same form twice gives the same coupon."""
    run, found = programme() or abort(404), _offer_or_404(offer_code)
    token = posted_token(found.id, CLAIM)
    found = hold_offer(found)
    card, person = card_here(), None
    sent_before = coupon_by_key(claim_key(found, token.nonce))
    if sent_before is not None and sent_before.given_by is not None:
        return redirect(url_for("club.offer", offer_code=found.code), code=303)  # it is a friend's now
    if sent_before is not None:
        return _same_again(sent_before, card)
    link = link_in_use(token.via)
    link_id = link.id if link else None
    form = JoinForm(request.form)
    if card is None:
        if why := why_not_open(found):
            return _offer_page(run, found, form, not_open(why), 409)
        if not form.validate():
            return _offer_page(run, found, form)
        person = joined_person(form, token.nonce)
        try:
            card = join_club(person_id=person.id, share_link_id=link_id, nonce=strangers(token))
        except ClubPausedError:
            abort(404)
    try:
        coupon = claim_offer(found, card, key=token.nonce, share_link_id=link_id)
    except AlreadyTakenError as taken:
        if taken.coupon is None:
            return _offer_page(run, found, form, refusal_of(taken, g.tenant), 409)
        coupon = taken.coupon
    except ClubError as refused:
        return _offer_page(run, found, form, refusal_of(refused, g.tenant), 409)
    if coupons_left(found) == 0:
        touch_tenant(tenant_id=g.tenant.id)  # pages that show it are kept, and say so from now on
    return to_coupon(coupon, person)


def joined_person(form: JoinForm, nonce: str) -> Person:
    """Whom this phone is known as; else somebody new, as the form says: one person, however often sent."""
    here = person_here()
    known = person_by_id(here.id) if here else who_just_joined(nonce)
    return known or join_community(name=form.name.data, email=form.email.data, phone=form.phone.data)


def strangers(token: FormToken) -> str | None:
    """The nonce by which a stranger's card is found again; who is known here has one card anyhow."""
    return None if person_here() else token.nonce


def to_coupon(coupon: Coupon, person: Person | None = None) -> ResponseReturnValue:
    """On to the coupon's page; the phone remembers who has just joined."""
    response = make_response(redirect(url_for("club.coupon", coupon_code=coupon.code), code=303))
    return remember_person(response, person) if person else response


def personal(page: str, status: int = 200) -> Response:
    """A page that is somebody's own: kept nowhere."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def conditions(offer: Offer, run: Programme) -> list[str]:
    """Lines on what an offer costs, where and when it is taken."""
    language = interface_language()
    lines = [
        price_in_words(offer, run.currency, g.tenant.text(run.points_name, language)),
        place_names(offer.place_ids, g.tenant, language),
        hours_in_words(offer.hours),
    ]
    return [line for line in lines if line]


def _offer_page(
    run: Programme, offer: Offer, form: JoinForm, refusal: Refusal | None = None, status: int = 200
) -> ResponseReturnValue:
    card = card_here()
    taken = coupons_taken(card.id, offer.id) if card else []
    has_enough = card is not None and 0 < offer.per_member <= len(taken)
    mine = newest_own(taken, card.id) if card is not None and has_enough else None
    if has_enough and mine is None:
        refusal = refusal_of(AlreadyTakenError(None), g.tenant)
    why = why_not_open(offer) or ("" if offer.claim == "anyone" else "chain")
    page = render_template(
        "club/offer.html",
        run=run,
        offer=offer,
        title=title_of(offer, g.tenant),
        gives=benefit(offer, run.currency),
        left=left_in_words(offer),
        until=offer_until(offer, g.tenant.zone),
        lasts=lasts_in_words(offer),
        conditions=conditions(offer, run),
        card=card,
        mine=mine,
        refusal=refusal or (not_open(why) if why else None),
        closed=bool(why) or has_enough,
        form=form,
        token=page_token(offer.id, CLAIM, via=asked_via()),
        address=public_url(g.tenant, "club.offer", offer_code=offer.code),
    )
    return personal(page, 422 if form.errors and status == 200 else status)


def _same_again(coupon: Coupon, card: Member | None) -> ResponseReturnValue:
    """The form came a second time: the same coupon, and the same person on a phone that was asked twice."""
    holder = member_by_id(coupon.member_id) if card is None and coupon.member_id else None
    return to_coupon(coupon, who_lost_the_answer(holder, coupon.issued_at))


def _offer_or_404(code: str) -> Offer:
    found = offer_by_code(code)
    if found is None or found.state == "draft":
        abort(404)
    return found
