"""A coupon's way: issued → reserved at a counter → redeemed, and perhaps picked up.

Limits are conditional updates. Whoever takes from an offer holds the offer's row first (PostgreSQL; SQLite
has one writer), so that what one member may have is exact as well. What is issued for one event has a key:
the same event again gives the same coupon.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update

from hutong import Stage, changed_rows, db, now, record_act_once, tenant_in_scope
from plugins.club.coupon_errors import (
    AlreadyTakenError,
    CouponEndedError,
    CouponHeldError,
    CouponNotHeldError,
    CouponNotUsedError,
    CouponUsedError,
    CouponVoidError,
    OfferNotOpenError,
    OfferPausedError,
    WrongHourError,
    WrongPlaceError,
)
from plugins.club.coupon_news import tell_of_next_coupon
from plugins.club.errors import StoppedCardError
from plugins.club.ledger import spend_points
from plugins.club.models import Coupon, Member, Offer
from plugins.club.offer_queries import (
    LIVE,
    coupon_by_key,
    coupons_taken,
    holder_of_coupon,
    newest_own,
    offer_by_id,
    why_not_open,
)
from plugins.club.opening_times import end_of_days, is_hour, is_place

CLAIMED = "claim:"
"""How the key of a claim begins."""
RESERVED_FOR = timedelta(minutes=10)
"""How long a counter has a coupon in hand before others may take it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A coupon that was used or picked up, and what came after it in the chain.

    `following` is the next coupon; where the chain goes on but gave none, `why_none` says why: what
    `why_not_open` says of the next offer, or ``nobody`` (no card to give it to).
    """

    coupon: Coupon
    following: Coupon | None = None
    why_none: str = ""


def issue_coupon(
    *,
    offer: Offer,
    member_id: uuid.UUID | None,
    key: str,
    parent: Coupon | None = None,
    share_link_id: uuid.UUID | None = None,
) -> Coupon:
    """Give out one coupon of `offer`, once for each `key`. Raises `OfferNotOpenError`."""
    offer = hold_offer(offer)
    known = coupon_by_key(key)
    if known is not None:
        return known
    take_from_cap(offer, 1)
    coupon = Coupon(
        offer_id=offer.id,
        member_id=member_id,
        issue_key=key,
        parent_id=parent.id if parent else None,
        share_link_id=share_link_id,
        ends_at=end_of_coupon(offer),
    )
    db.session.add(coupon)
    db.session.flush()
    return coupon


def claim_offer(offer: Offer, member: Member, *, key: str, share_link_id: uuid.UUID | None = None) -> Coupon:
    """A member takes an offer, once for each `key`, and pays its points; writes the act.

    Raises `StoppedCardError`, `AlreadyTakenError` with what they have, `OfferNotOpenError`, and
    `NotEnoughPointsError`; then nothing of it is there.
    """
    issue_key = claim_key(offer, key)
    offer = hold_offer(offer)
    known = coupon_by_key(issue_key)
    if known is not None:
        return known
    if member.state != "active":
        raise StoppedCardError
    taken = coupons_taken(member.id, offer.id)
    if offer.per_member and len(taken) >= offer.per_member:
        raise AlreadyTakenError(newest_own(taken, member.id))
    if offer.claim != "anyone":
        raise OfferNotOpenError("chain")
    with db.session.begin_nested():
        coupon = issue_coupon(offer=offer, member_id=member.id, key=issue_key, share_link_id=share_link_id)
        _pay_points(coupon, offer, member)
        record_of_coupon("intent", "claim", coupon, member.person_id)
    return coupon


def claim_key(offer: Offer, key: str) -> str:
    """What the coupon of a claim is known by: the form that was sent."""
    return f"{CLAIMED}{offer.id}:{key}"[:120]


def reserve_coupon(coupon: Coupon, by: uuid.UUID, place_id: uuid.UUID | None = None) -> Coupon:
    """A counter (the person `by` at `place_id`) takes a coupon in hand for ten minutes; again renews it.

    Raises `StoppedCardError` and the `CouponError` that says why it is not taken here and now.
    """
    moment = now()
    _refuse_here(coupon, place_id, moment)
    may = or_(
        Coupon.state == "issued",
        and_(
            Coupon.state == "reserved",
            or_(Coupon.reserved_by == by, Coupon.reserved_until <= moment),
        ),
    )
    lasting = or_(Coupon.ends_at.is_(None), Coupon.ends_at > moment)
    values = {
        "state": "reserved",
        "reserved_by": by,
        "reserved_until": moment + RESERVED_FOR,
        "place_id": place_id,
    }
    if not change_coupon(coupon, and_(may, lasting), values):
        raise _why_not_taken(coupon, moment)
    return coupon


def release_coupon(coupon: Coupon, by: uuid.UUID) -> bool:
    """Give back what this counter has in hand; False where it does not (any more)."""
    mine = and_(Coupon.state == "reserved", Coupon.reserved_by == by)
    return change_coupon(
        coupon, mine, {"state": "issued", "reserved_by": None, "reserved_until": None, "place_id": None}
    )


def redeem_coupon(
    coupon: Coupon, by: uuid.UUID, place_id: uuid.UUID | None = None, *, member_id: uuid.UUID | None = None
) -> Step:
    """Use a coupon that this counter has in hand, once; gives the next one of the chain. Writes the act.

    A coupon from paper belongs to `member_id` from now on, the card that was shown with it. What was in
    hand in time is taken, even if it ended meanwhile. Raises `CouponError`.
    """
    moment = now()
    offer = offer_of(coupon)
    place_id = place_id or coupon.place_id
    if not is_place(offer.place_ids, place_id):
        raise WrongPlaceError(offer.place_ids)
    in_hand = and_(Coupon.state == "reserved", Coupon.reserved_by == by, Coupon.reserved_until > moment)
    values = {
        "state": "redeemed",
        "redeemed_at": moment,
        "redeemed_by": by,
        "place_id": place_id,
        "reserved_by": None,
        "reserved_until": None,
        "gift_code": None,
        "member_id": coupon.member_id or member_id,
        "is_shown_with": coupon.member_id is None and member_id is not None,
    }
    if not change_coupon(coupon, in_hand, values):
        raise _why_not_taken(coupon, moment)
    count_redeemed(offer, 1)
    holder = holder_of_coupon(coupon)
    record_of_coupon("order", "redeem", coupon, holder.person_id if holder else None)
    return _go_on(coupon, offer, "redeem")


def redeem_invitation(coupon: Coupon, by: uuid.UUID | None) -> bool:
    """The membership that a coupon invites to was paid; False where the coupon was used or taken back before.

    One that ended meanwhile counts: the order was made in time. No act: the membership's own says it.
    """
    values = {
        "state": "redeemed",
        "redeemed_at": now(),
        "redeemed_by": by,
        "reserved_by": None,
        "reserved_until": None,
        "gift_code": None,
    }
    if not change_coupon(coupon, Coupon.state.in_(LIVE), values):
        return False
    offer = offer_of(coupon)
    count_redeemed(offer, 1)
    _go_on(coupon, offer, "redeem")
    return True


def pick_up(coupon: Coupon) -> Step:
    """What the coupon was for is picked up, once; gives the next one of the chain. Writes the act.

    Raises `CouponNotUsedError` where it was not used yet, `CouponUsedError` where it was picked up before.
    """
    waiting = and_(Coupon.state == "redeemed", Coupon.picked_up_at.is_(None))
    if not change_coupon(coupon, waiting, {"picked_up_at": now()}):
        if coupon.state != "redeemed":
            raise CouponNotUsedError
        raise CouponUsedError(coupon.picked_up_at, coupon.place_id, coupon.redeemed_by)
    holder = holder_of_coupon(coupon)
    record_of_coupon("service", "pick_up", coupon, holder.person_id if holder else None)
    return _go_on(coupon, offer_of(coupon), "pickup")


def offer_of(coupon: Coupon) -> Offer:
    """The offer that a coupon is of; a coupon in somebody's hands outlives its offer's way into the bin."""
    offer = offer_by_id(coupon.offer_id, in_bin=True)
    assert offer is not None  # a foreign key
    return offer


def hold_offer(offer: Offer) -> Offer:
    """The offer's row as it is now, held until the commit."""
    return offer_by_id(offer.id, lock=True, in_bin=True) or offer


def end_of_coupon(offer: Offer, moment: datetime | None = None) -> datetime | None:
    """When a coupon that is issued now ends."""
    return end_of_days(moment or now(), offer.valid_days, tenant_in_scope().zone)


def take_from_cap(offer: Offer, count: int) -> None:
    """Count `count` more as given out. Raises `OfferNotOpenError` where that is more than there are."""
    why = why_not_open(offer)
    if why:
        raise OfferNotOpenError(why)
    room = or_(Offer.cap.is_(None), Offer.issued + count <= Offer.cap)
    changed = changed_rows(
        update(Offer)
        .where(Offer.id == offer.id, Offer.state == "open", room)
        .values(issued=Offer.issued + count)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(offer)
    if not changed:
        raise OfferNotOpenError(why_not_open(offer) or "gone")


def give_back_to_cap(offer_id: uuid.UUID, count: int = 1) -> None:
    """Count `count` less as given out: what was taken back can be given to somebody else."""
    _count(offer_id, issued=Offer.issued - count)


def count_redeemed(offer: Offer, count: int) -> None:
    """Count `count` more as used."""
    _count(offer.id, redeemed=Offer.redeemed + count)


def act_key(coupon: Coupon) -> str:
    """What the acts of a coupon are found by; another one each time that it is used."""
    return f"{coupon.id}/{coupon.redeemed_at.isoformat() if coupon.redeemed_at else ''}"


def change_coupon(coupon: Coupon, condition: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    """Change a coupon's row if `condition` holds; whether it did. `coupon` says afterwards what is there."""
    changed = changed_rows(
        update(Coupon)
        .where(Coupon.id == coupon.id, condition)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(coupon)
    return changed > 0


def _count(offer_id: uuid.UUID, **values: ColumnElement[int]) -> None:
    db.session.execute(
        update(Offer)
        .where(Offer.id == offer_id)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def _refuse_here(coupon: Coupon, place_id: uuid.UUID | None, moment: datetime) -> None:
    """What stands against a coupon at this place and hour, whoever has it in hand."""
    offer, holder = offer_of(coupon), holder_of_coupon(coupon)
    if coupon.state not in LIVE or (coupon.ends_at is not None and coupon.ends_at <= moment):
        raise _why_not_taken(coupon, moment)
    if holder is not None and holder.state != "active":
        raise StoppedCardError
    if offer.state == "paused":
        raise OfferPausedError
    if not is_place(offer.place_ids, place_id):
        raise WrongPlaceError(offer.place_ids)
    if not is_hour(offer.hours, moment, tenant_in_scope().zone):
        raise WrongHourError(offer.hours)


def _why_not_taken(coupon: Coupon, moment: datetime) -> Exception:
    if coupon.state == "redeemed":
        return CouponUsedError(coupon.redeemed_at, coupon.place_id, coupon.redeemed_by)
    if coupon.state == "void":
        return CouponVoidError()
    if coupon.ends_at is not None and coupon.ends_at <= moment:
        return CouponEndedError(coupon.ends_at)
    in_hand = coupon.state == "reserved" and coupon.reserved_until is not None
    if in_hand and coupon.reserved_until > moment:  # type: ignore[operator]
        return CouponHeldError(coupon.reserved_until)  # type: ignore[arg-type]
    return CouponNotHeldError()


def _go_on(coupon: Coupon, offer: Offer, event: str) -> Step:
    """The next coupon of the chain, where `event` is what it follows on."""
    if offer.next_offer_id is None or offer.next_when != event:
        return Step(coupon)
    if coupon.member_id is None:
        return Step(coupon, why_none="nobody")
    following = offer_by_id(offer.next_offer_id, in_bin=True)
    assert following is not None  # a foreign key
    try:
        issued = issue_coupon(
            offer=following,
            member_id=coupon.member_id,
            key=f"next:{coupon.id}",
            parent=coupon,
            share_link_id=coupon.share_link_id,
        )
    except OfferNotOpenError as closed:
        return Step(coupon, why_none=closed.why)
    holder = holder_of_coupon(issued)
    if holder is not None:
        tell_of_next_coupon(issued, following, holder)
    return Step(coupon, following=issued)


def _pay_points(coupon: Coupon, offer: Offer, member: Member) -> None:
    if offer.price_points:
        transfer = spend_points(
            member_id=member.id, points=offer.price_points, reason="coupon", key=f"coupon:{coupon.id}"
        )
        coupon.transfer_id = transfer.id if transfer else None


def record_of_coupon(
    stage: Stage, verb: str, coupon: Coupon, person_id: uuid.UUID | None, *, key: str = ""
) -> None:
    """Write an act about a coupon, once for each time that it is used."""
    record_act_once(
        key or act_key(coupon),
        stage=stage,
        verb=verb,
        plugin="club",
        object_kind="offer",
        object_id=coupon.offer_id,
        person_id=person_id,
        share_link_id=coupon.share_link_id,
    )
