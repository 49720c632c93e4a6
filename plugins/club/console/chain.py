"""The chain of an offer: drawn with what happened at each step, changed step by step."""

import uuid
from dataclasses import dataclass

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.club.chains import append_step, chain_around, order_chain, take_out_step
from plugins.club.console.blueprint import blueprint
from plugins.club.console.offers import EDIT, offer_or_404, programme_or_404
from plugins.club.conversion import Step, conversion_of
from plugins.club.coupon_errors import ChainCycleError
from plugins.club.models import Offer
from plugins.club.offer_queries import offers_in_use
from plugins.club.offer_words import KIND_ICONS, benefit, state_pill, title_of

WHEN = ("redeem", "pickup")


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step with its bar: shares of the widest step, in percent."""

    step: Step
    title: str
    gives: str
    pill: tuple[str, str]
    icon: str
    issued_width: float
    used_width: float
    went_on: int | None
    """Of a hundred that were used, how many led to the next coupon."""


@blueprint.get("/offers/<uuid:offer_id>/chain")
@policy("staff", permission=EDIT)
def chain(offer_id: uuid.UUID) -> str:
    """The whole chain that an offer stands in."""
    offer = offer_or_404(offer_id)
    steps = chain_around(offer)
    in_chain = {step.id for step in steps}
    return render_template(
        "club/console/chain.html",
        offer=offer,
        first=steps[0],
        title=title_of(steps[0], g.tenant),
        steps=drawn(steps),
        others=[(one.id, title_of(one, g.tenant)) for one in offers_in_use() if one.id not in in_chain],
    )


@blueprint.post("/offers/<uuid:offer_id>/chain/add")
@policy("staff", permission=EDIT)
def add_step(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Put an offer that is there already at the end."""
    offer = offer_or_404(offer_id, lock=True)
    following = offer_or_404(_uuid(request.form.get("following", "")), lock=True)
    when = request.form.get("when", "redeem")
    try:
        append_step(first=offer, following=following, when=when if when in WHEN else "redeem")
    except ChainCycleError:
        _refuse_circle()
    else:
        notify(_("Added at the end."))
    return redirect(url_for("club_console.chain", offer_id=offer.id))


@blueprint.post("/offers/<uuid:offer_id>/chain/remove")
@policy("staff", permission=EDIT)
def remove_step(offer_id: uuid.UUID) -> ResponseReturnValue:
    """Take a step out; what was before it leads to what was after it. The offer itself stays."""
    offer = offer_or_404(offer_id, lock=True)
    left = [step.id for step in chain_around(offer) if step.id != offer.id]
    take_out_step(offer=offer)
    notify(_("Out of the chain. The offer itself stays."))
    return redirect(url_for("club_console.chain", offer_id=left[0] if left else offer.id))


@blueprint.post("/offers/<uuid:offer_id>/chain/when/<when>")
@policy("staff", permission=EDIT)
def step_when(offer_id: uuid.UUID, when: str) -> ResponseReturnValue:
    """Whether the next coupon comes with the using or with the picking up."""
    if when not in WHEN:
        abort(404)
    offer = offer_or_404(offer_id, lock=True)
    offer.next_when = when
    notify(_("Saved, in force at once."))
    return redirect(url_for("club_console.chain", offer_id=offer.id))


@blueprint.post("/offers/<uuid:offer_id>/chain/move/<way>")
@policy("staff", permission=EDIT)
def move_step(offer_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """One place up or down, also without script."""
    offer = offer_or_404(offer_id, lock=True)
    steps = chain_around(offer)
    ids = [step.id for step in steps]
    place = ids.index(offer.id)
    target = place + {"up": -1, "down": 1}.get(way, len(ids) + 1)
    if not 0 <= target < len(ids):
        abort(404)
    ids[place], ids[target] = ids[target], ids[place]
    order_chain(steps=steps, order=ids)
    notify(_("Moved."))
    return redirect(url_for("club_console.chain", offer_id=offer.id))


@blueprint.post("/offers/<uuid:offer_id>/chain/order")
@policy("staff", permission=EDIT)
def reorder_chain(offer_id: uuid.UUID) -> ResponseReturnValue:
    """The order after a drag: ids joined by commas."""
    steps = chain_around(offer_or_404(offer_id, lock=True))
    try:
        order = [uuid.UUID(one) for one in request.form.get("order", "").split(",")]
    except ValueError:
        return "", 409
    return ("", 204) if order_chain(steps=steps, order=order) else ("", 409)


def drawn(steps: list[Offer]) -> list[DrawnStep]:
    """The steps with their bars."""
    run = programme_or_404()
    found = conversion_of(steps)
    most = max([step.issued for step in found], default=0) or 1
    return [
        DrawnStep(
            step=step,
            title=title_of(step.offer, g.tenant),
            gives=benefit(step.offer, run.currency),
            pill=state_pill(step.offer),
            icon=KIND_ICONS[step.offer.kind],
            issued_width=100 * step.issued / most,
            used_width=100 * step.used / most,
            went_on=_share(found[place + 1].issued, _led_on(step)) if place + 1 < len(found) else None,
        )
        for place, step in enumerate(found)
    ]


def _led_on(step: Step) -> int:
    return step.picked_up if step.offer.next_when == "pickup" else step.used


def _share(part: int, whole: int) -> int | None:
    return min(round(100 * part / whole), 100) if whole else None


def _refuse_circle() -> None:
    notify(_("That would be a circle: this offer would follow itself. Nothing was changed."), kind="bad")


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)
