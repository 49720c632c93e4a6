"""Taking a coupon back for good: a refund. Points that were paid come back, what followed goes too."""

import uuid

from flask import abort, g, redirect, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, notify, policy
from plugins.club.console.blueprint import blueprint
from plugins.club.coupons import offer_of
from plugins.club.errors import ClubError
from plugins.club.offer_queries import coupon_by_id
from plugins.club.offer_words import title_of
from plugins.club.refusals import refusal_of
from plugins.club.taking_back import TakenBack, void_coupon


@blueprint.post("/redeem/<uuid:coupon_id>/void")
@policy("staff", permission="club.offers")
def void_one(coupon_id: uuid.UUID) -> ResponseReturnValue:
    """The coupon is gone, used or not; says what came back and what could not."""
    found = coupon_by_id(coupon_id) or abort(404)
    try:
        notify(_told(void_coupon(found)))
    except ClubError as error:
        refusal = refusal_of(error, g.tenant)
        notify(f"{refusal.title} {refusal.text}", kind="bad")
    return redirect(url_for("club_console.coupon", coupon_id=found.id))


def _told(taken: TakenBack) -> str:
    words = [_("The coupon is gone.")]
    if taken.coupon.transfer_id is not None:
        words.append(_("The points for it are back."))
    if taken.withdrawn is not None:
        title = title_of(offer_of(taken.withdrawn), g.tenant)
        words.append(_("What followed is gone too: %(title)s.", title=title))
    if taken.kept is not None:
        title = title_of(offer_of(taken.kept), g.tenant)
        words.append(_("What followed was used already and stays: %(title)s.", title=title))
    return " ".join(words)
