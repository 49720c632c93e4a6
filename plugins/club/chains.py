"""Chains: an offer that is used leads to the next one. Never in a circle."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from hutong import db
from plugins.club.coupon_errors import ChainCycleError
from plugins.club.models import Offer
from plugins.club.offer_queries import offers_of

LONGEST = 12
"""Steps; a chain that is longer is nobody's plan."""


def chain_from(offer: Offer) -> list[Offer]:
    """The offer and what follows it, in order."""
    steps, known = [offer], {offer.id}
    while steps[-1].next_offer_id is not None and len(steps) < LONGEST:
        following = offers_of([steps[-1].next_offer_id]).get(steps[-1].next_offer_id)
        if following is None or following.id in known:
            break
        steps.append(following)
        known.add(following.id)
    return steps


def chain_around(offer: Offer) -> list[Offer]:
    """The whole chain that an offer stands in, from its first step; of several beginnings the oldest."""
    first, known = offer, {offer.id}
    while True:
        before = _before(first.id)
        if before is None or before.id in known:
            return chain_from(first)
        first = before
        known.add(first.id)


def link_offers(*, offer: Offer, following: Offer | None, when: str = "redeem") -> None:
    """Let `following` come after `offer` (None: nothing does). Raises `ChainCycleError`."""
    if following is not None and offer.id in {step.id for step in chain_from(following)}:
        raise ChainCycleError
    offer.next_offer_id = following.id if following else None
    offer.next_when = when
    db.session.flush()


def append_step(*, first: Offer, following: Offer, when: str) -> None:
    """Put `following` at the end of the chain of `first`. Raises `ChainCycleError`."""
    link_offers(offer=chain_around(first)[-1], following=following, when=when)


def take_out_step(*, offer: Offer) -> None:
    """Take an offer out of its chain: what led to it leads to what followed it."""
    for before in db.session.scalars(select(Offer).where(Offer.next_offer_id == offer.id)):
        before.next_offer_id = offer.next_offer_id
    offer.next_offer_id = None
    db.session.flush()


def order_chain(*, steps: Sequence[Offer], order: Sequence[uuid.UUID]) -> bool:
    """Put the steps of a chain into another order; False where these are not its steps.

    On what event a step leads on stays with its place in the chain.
    """
    by_id = {step.id: step for step in steps}
    if sorted(by_id) != sorted(order):
        return False
    events, last = [step.next_when for step in steps], steps[-1].next_offer_id
    ordered = [by_id[offer_id] for offer_id in order]
    for place, step in enumerate(ordered):
        step.next_offer_id = ordered[place + 1].id if place + 1 < len(ordered) else last
        step.next_when = events[place]
        step.claim = "anyone" if place == 0 and step.claim == "chain" else "chain" if place else step.claim
    db.session.flush()
    return True


def _before(offer_id: uuid.UUID) -> Offer | None:
    return db.session.scalar(
        select(Offer)
        .where(Offer.next_offer_id == offer_id, Offer.deleted_at.is_(None))
        .order_by(Offer.created_at, Offer.id)
        .limit(1)
    )
