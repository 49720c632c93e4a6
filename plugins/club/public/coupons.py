"""A coupon on the phone, from a scan or the card: its code, until when, where; and a gift to a friend."""

from collections.abc import Sequence

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, policy, public_url
from hutong.fields import page_token, posted_token
from hutong.pages import qr_svg
from hutong.people import person_names
from plugins.club.coupons import offer_of
from plugins.club.errors import ClubPausedError
from plugins.club.forms import JoinForm
from plugins.club.gifts import (
    GiftTakenError,
    NotGiftableError,
    OwnGiftError,
    gift_by_token,
    take_gift,
    unwrap_gift,
    wrap_gift,
)
from plugins.club.models import Coupon, Member, Offer, Programme
from plugins.club.offer_queries import coupon_by_code, coupons_of_member, offers_of, past_coupons_of_member
from plugins.club.offer_words import benefit, coupon_state, coupon_until, title_of
from plugins.club.operations import join_club
from plugins.club.paper import grouped, put_on_card
from plugins.club.plan_queries import plan_by_id, why_plan_closed
from plugins.club.public.blueprint import blueprint
from plugins.club.public.card import card_here
from plugins.club.public.offers import conditions, joined_person, personal, strangers, to_coupon
from plugins.club.queries import member_by_id, place_by_id, programme
from plugins.club.sections import on_card

KEEP, GIVE, TAKE = "keep-coupon", "give-coupon", "take-gift"


@blueprint.get("/c/<coupon_code>")
@policy("anyone")
def scanned(coupon_code: str) -> ResponseReturnValue:
    """What a coupon's QR code says: short, so that the code is coarse and read from afar."""
    return redirect(url_for("club.coupon", coupon_code=_coupon_or_404(coupon_code).code))


@blueprint.get("/coupons/<coupon_code>")
@policy("anyone")
def coupon(coupon_code: str) -> ResponseReturnValue:
    """The coupon as it is now; loading the page again tells what has become of it."""
    return personal(_coupon_page(_coupon_or_404(coupon_code)))


@blueprint.get("/coupons")
@policy("anyone")
def coupon_list() -> ResponseReturnValue:
    """All coupons of whom this phone is known as: those to use, and those that were."""
    run = programme() or abort(404)
    card = card_here()
    if card is None:
        return redirect(url_for("club.index"))
    return personal(
        render_template(
            "club/coupons.html",
            ready=_lines(run, coupons_of_member(card.id), card),
            past=_lines(run, past_coupons_of_member(card.id), card),
        )
    )


@blueprint.post("/coupons/<coupon_code>/keep")
@policy("anyone")
def keep_coupon(coupon_code: str) -> ResponseReturnValue:
    """Put a coupon from paper on one's card."""
    found = _coupon_or_404(coupon_code)
    posted_token(found.id, KEEP)
    card = card_here()
    if card is None:
        return redirect(url_for("club.index"), code=303)
    put_on_card(coupon=found, member=card)
    return to_coupon(found)


@blueprint.post("/coupons/<coupon_code>/give")
@policy("holder")
def give_coupon(coupon_code: str) -> ResponseReturnValue:
    """Make the link by which a friend gets it; shown once, for only its hash is kept."""
    found = _mine_or_404(coupon_code)
    posted_token(found.id, GIVE)
    try:
        token = wrap_gift(found)
    except NotGiftableError:
        return to_coupon(found)
    address = public_url(g.tenant, "club.gift", gift_token=token)
    return personal(_coupon_page(found, gift_address=address))


@blueprint.post("/coupons/<coupon_code>/take-back")
@policy("holder")
def take_back_gift(coupon_code: str) -> ResponseReturnValue:
    """The link stops working; the coupon stays."""
    found = _mine_or_404(coupon_code)
    posted_token(found.id, GIVE)
    unwrap_gift(found)
    return to_coupon(found)


@blueprint.get("/gifts/<gift_token>")
@policy("anyone")
def gift(gift_token: str) -> ResponseReturnValue:
    """What a friend gives, and taking it."""
    return _gift_page(gift_token, JoinForm())


@blueprint.post("/gifts/<gift_token>")
@policy("anyone")
def accept_gift(gift_token: str) -> ResponseReturnValue:
    """Take it, once; who has no card gets one on the way."""
    found = gift_by_token(gift_token)
    if found is None:
        return _gift_page(gift_token, JoinForm())
    token = posted_token(found.id, TAKE)
    form, card, person = JoinForm(request.form), card_here(), None
    if card is None:
        if not form.validate():
            return _gift_page(gift_token, form)
        person = joined_person(form, token.nonce)
        try:
            card = join_club(person_id=person.id, share_link_id=found.share_link_id, nonce=strangers(token))
        except ClubPausedError:
            abort(404)
    try:
        take_gift(found, card, gift_token)
    except OwnGiftError:
        return to_coupon(found)
    except GiftTakenError:
        return _gift_page(gift_token, JoinForm())
    return to_coupon(found, person)


@on_card(order=20)
def coupons_piece(run: Programme, member: Member) -> str:
    """What somebody can use, and what they could take."""
    ready = _lines(run, coupons_of_member(member.id), member)
    return render_template("club/_coupons.html", ready=ready) if ready else ""


def _coupon_page(found: Coupon, *, gift_address: str = "") -> str:
    run = programme() or abort(404)
    offer, card = offer_of(found), card_here()
    state = coupon_state(found)
    is_mine = card is not None and found.member_id == card.id
    place = place_by_id(found.place_id) if found.place_id else None
    address = public_url(g.tenant, "club.scanned", coupon_code=found.code, lang=None)
    return render_template(
        "club/coupon.html",
        coupon=found,
        state=state,
        title=title_of(offer, g.tenant),
        gives=benefit(offer, run.currency),
        about=g.tenant.text(offer.text, interface_language()),
        conditions=conditions(offer, run),
        until=coupon_until(found, g.tenant.zone),
        code=qr_svg(address, _("Code of this coupon, for the counter")),
        letters=grouped(found.code),
        paused=offer.state == "paused",
        place=g.tenant.text(place.name, interface_language()) if place else "",
        plan_url=_plan_url(offer) if state == "ready" else "",
        is_mine=is_mine,
        card=card,
        can_give=is_mine and offer.giftable and found.given_by is None and state == "ready",
        gift_address=gift_address,
        keep_token=page_token(found.id, KEEP) if found.member_id is None and state == "ready" else "",
        give_token=page_token(found.id, GIVE) if is_mine else "",
    )


def _gift_page(gift_token: str, form: JoinForm) -> ResponseReturnValue:
    run = programme() or abort(404)
    found = gift_by_token(gift_token)
    if found is None or coupon_state(found) != "ready":
        return personal(render_template("club/gift_gone.html"), 410)
    offer, card = offer_of(found), card_here()
    giver = member_by_id(found.member_id) if found.member_id else None
    names = person_names([giver.person_id if giver else None])
    page = render_template(
        "club/gift.html",
        giver=next(iter(names.values()), ""),
        title=title_of(offer, g.tenant),
        gives=benefit(offer, run.currency),
        until=coupon_until(found, g.tenant.zone),
        conditions=conditions(offer, run),
        card=card,
        is_own=card is not None and found.member_id == card.id,
        own_url=url_for("club.coupon", coupon_code=found.code),
        form=form,
        token=page_token(found.id, TAKE),
    )
    return personal(page, 422 if form.errors else 200)


def _plan_url(offer: Offer) -> str:
    """Where the membership that an invitation is for can be ordered."""
    plan = plan_by_id(offer.plan_id) if offer.plan_id else None
    return url_for("club.plan", plan_code=plan.code) if plan and not why_plan_closed(plan) else ""


def _lines(run: Programme, coupons: Sequence[Coupon], member: Member) -> list[dict[str, object]]:
    offers = offers_of([coupon.offer_id for coupon in coupons])
    return [
        {
            "coupon": coupon,
            "title": title_of(offers[coupon.offer_id], g.tenant),
            "gives": benefit(offers[coupon.offer_id], run.currency),
            "until": coupon_until(coupon, g.tenant.zone),
            "state": "given" if coupon.given_by == member.id else coupon_state(coupon),
        }
        for coupon in coupons
    ]


def _coupon_or_404(code: str) -> Coupon:
    return coupon_by_code(code) or abort(404)


def _mine_or_404(code: str) -> Coupon:
    found, card = _coupon_or_404(code), card_here()
    return found if card is not None and found.member_id == card.id else abort(404)
