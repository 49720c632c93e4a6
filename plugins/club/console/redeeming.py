"""Coupons at the counter: taken in hand, used or given back, undone; what was left is picked up."""

import secrets
import uuid
from collections.abc import Callable

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, notify, policy
from hutong.money import format_money
from plugins.club.console.blueprint import blueprint
from plugins.club.console.serving import run_or_404, served_or_404
from plugins.club.console.standing import counter_place, standing
from plugins.club.coupons import (
    Step,
    claim_offer,
    offer_of,
    pick_up,
    redeem_coupon,
    release_coupon,
    reserve_coupon,
)
from plugins.club.errors import ClubError
from plugins.club.models import Coupon, Member, Offer, Programme
from plugins.club.offer_queries import (
    coupon_by_code,
    coupon_by_id,
    coupons_of_member,
    holder_of_coupon,
    next_coupon,
    offer_by_code,
    offer_by_id,
    offers_of,
)
from plugins.club.offer_words import benefit, coupon_state, coupon_until, title_of
from plugins.club.refusals import refusal_of, unknown_coupon
from plugins.club.sections import at_counter
from plugins.club.serving import Served, coupons_to_pick_up, offers_for_points, served_member
from plugins.club.taking_back import undo_redeem


@at_counter(order=20)
def coupons_at_counter(run: Programme, member: Member) -> str:
    """What a member can use now, what waits for them, what their points buy."""
    ready, waiting, bought = coupons_of_member(member.id), coupons_to_pick_up(member.id), offers_for_points()
    offers = offers_of([coupon.offer_id for coupon in (*ready, *waiting)])
    return render_template(
        "club/console/_coupons.html",
        run=run,
        member=member,
        ready=[_line(run, coupon, offers) for coupon in ready],
        waiting=[_line(run, coupon, offers) for coupon in waiting],
        bought=[(offer, title_of(offer, g.tenant)) for offer in bought],
        nonce=secrets.token_urlsafe(12),
    )


@blueprint.get("/redeem")
@policy("staff", permission="club.serve")
def find_coupon() -> ResponseReturnValue:
    """A coupon by the code that was scanned or typed, perhaps for the member who stands here."""
    member_id = request.args.get("member", type=uuid.UUID)
    coupon = coupon_by_code(request.args.get("code", "")[:300].rstrip("/").rpartition("/")[2])
    if coupon is not None:
        return redirect(url_for("club_console.coupon", coupon_id=coupon.id, member=member_id))
    refusal = unknown_coupon()
    notify(f"{refusal.title} {refusal.text}", kind="bad")
    known = member_id is not None and served_member(member_id) is not None
    return redirect(
        url_for("club_console.member", member_id=member_id) if known else url_for("club_console.index")
    )


@blueprint.get("/redeem/<uuid:coupon_id>")
@policy("staff", permission="club.serve")
def coupon(coupon_id: uuid.UUID) -> str:
    """A coupon at the counter, as it is now."""
    run, found = run_or_404(), coupon_by_id(coupon_id) or abort(404)
    offer, holder = offer_of(found), holder_of_coupon(found)
    state = coupon_state(found)
    return render_template(
        "club/console/coupon.html",
        run=run,
        coupon=found,
        offer=offer,
        gives=benefit(offer, run.currency),
        title=title_of(offer, g.tenant),
        until=coupon_until(found, g.tenant.zone),
        state="mine" if state == "held" and found.reserved_by == g.person.id else state,
        to_pay=format_money(offer.price, run.currency) if offer.price else "",
        served=served_member(holder.id) if holder else _shown_member(),
        is_paper=holder is None,
        following=_following(run, found),
        stands=standing(),
    )


@blueprint.post("/redeem/<uuid:coupon_id>/take")
@policy("staff", permission="club.serve")
def take_coupon(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """Take it in hand: for ten minutes no other counter can."""
    return _step(coupon_id, lambda found: reserve_coupon(found, g.person.id, counter_place()))


@blueprint.post("/redeem/<uuid:coupon_id>/use")
@policy("staff", permission="club.serve")
def use_coupon(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """It is used, once; the next one of its chain is on the card."""
    shown = _shown_member()

    def use(found: Coupon) -> None:
        step = redeem_coupon(
            found, g.person.id, counter_place(), member_id=shown.member.id if shown else None
        )
        undo = url_for("club_console.undo_use", coupon_id=found.id)
        notify(" ".join(filter(None, (_("Used."), _next_words(step)))), undo_url=undo)

    return _step(coupon_id, use)


@blueprint.post("/redeem/<uuid:coupon_id>/give-back")
@policy("staff", permission="club.serve")
def give_back_coupon(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """Not used after all."""

    def give_back(found: Coupon) -> None:
        if release_coupon(found, g.person.id):
            notify(_("Given back. It can be used another time."))

    return _step(coupon_id, give_back)


@blueprint.post("/redeem/<uuid:coupon_id>/undo")
@policy("staff", permission="club.serve")
def undo_use(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """A slip: the coupon is as good as before, and what followed it is withdrawn."""

    def undo(found: Coupon) -> None:
        if undo_redeem(found).kept:
            notify(_("Undone. The coupon that followed was used already and stays so."))
        else:
            notify(_("Undone. The coupon can be used again."))

    return _step(coupon_id, undo)


@blueprint.post("/redeem/<uuid:coupon_id>/picked-up")
@policy("staff", permission="club.serve")
def picked_up(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """What it was for has left the shop; the next one of the chain is on the card."""

    def collect(found: Coupon) -> None:
        notify(" ".join(filter(None, (_("Picked up."), _next_words(pick_up(found))))))

    return _step(coupon_id, collect)


@blueprint.post("/members/<uuid:member_id>/buy/<offer_code>")
@policy("staff", permission="club.serve")
def buy_with_points(member_id: uuid.UUID, offer_code: str) -> ResponseReturnValue:
    """A coupon for points; the same page sent twice buys one."""
    served, offer = served_or_404(member_id), offer_by_code(offer_code) or abort(404)
    nonce = request.form.get("nonce", "")[:40] or secrets.token_urlsafe(12)
    try:
        bought = claim_offer(offer, served.member, key=f"counter:{nonce}")
    except ClubError as error:
        refusal = refusal_of(error, g.tenant)
        notify(f"{refusal.title} {refusal.text}", kind="bad")
        return redirect(url_for("club_console.member", member_id=served.member.id))
    notify(_("The coupon is on their card."))
    return redirect(url_for("club_console.coupon", coupon_id=bought.id))


def _step(coupon_id: uuid.UUID, do: Callable[[Coupon], object]) -> ResponseReturnValue:
    """One step of a coupon, or words why it is not taken; then the coupon again."""
    found = coupon_by_id(coupon_id) or abort(404)
    try:
        do(found)
    except ClubError as error:
        refusal = refusal_of(error, g.tenant)
        notify(f"{refusal.title} {refusal.text}", kind="bad")
    shown = request.form.get("member", type=uuid.UUID)
    return redirect(url_for("club_console.coupon", coupon_id=found.id, member=shown))


def _shown_member() -> Served | None:
    """Whose card was shown with a coupon from paper."""
    member_id = request.values.get("member", type=uuid.UUID)
    return served_member(member_id) if member_id else None


def _line(run: Programme, found: Coupon, offers: dict[uuid.UUID, Offer]) -> dict[str, object]:
    offer = offers[found.offer_id]
    return {
        "coupon": found,
        "gives": benefit(offer, run.currency),
        "title": title_of(offer, g.tenant),
        "until": coupon_until(found, g.tenant.zone),
        "state": coupon_state(found),
    }


def _following(run: Programme, found: Coupon) -> str:
    following = next_coupon(found)
    offer = offer_by_id(following.offer_id, in_bin=True) if following else None
    return benefit(offer, run.currency) if offer else ""


def _next_words(step: Step) -> str:
    """What came after it on the card."""
    if step.following is not None:
        offer = offer_of(step.following)
        return _("On their card now: %(title)s.", title=g.tenant.text(offer.title, interface_language()))
    if step.why_none == "nobody":
        return _("What follows needs a card: nobody’s was shown.")
    return ""
