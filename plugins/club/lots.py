"""Lots: which points are there, and what each event did to them. Written by the ledger and by nothing else.

Points are used first in, first out: those that end first, and of these the oldest. What is missing is a debt,
a negative lot, which is settled as soon as there are points: no member has both. Each change is written down
with its event (`LotChange`), so that what is given back ends when it would have.
"""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select

from hutong import db
from plugins.club.days import today
from plugins.club.models import Lot, LotChange

GRACE = timedelta(days=30)
"""How long points are there at least that come back after their end."""

Shares = Mapping[uuid.UUID, int]
"""Points by lot."""


def put_in(event: uuid.UUID, member_id: uuid.UUID, points: int, ends_on: date | None) -> None:
    """Points that come together; debts are settled with them."""
    lot = Lot(member_id=member_id, transfer_id=event, points=points, left=0, ends_on=ends_on)
    db.session.add(lot)
    db.session.flush()
    change(lot, event, points)
    settle(event, member_id)


def take_out(event: uuid.UUID, member_id: uuid.UUID, points: int, first: Shares | None = None) -> None:
    """Use points: of these lots first, then as they end; a debt for what is not there."""
    found = lots_of(member_id)
    asked = [(lot, (first or {}).get(lot.id, 0)) for lot in found] + [(lot, points) for lot in found]
    for lot, most in asked:
        used = min(max(lot.left, 0), max(most, 0), points)
        change(lot, event, -used)
        points -= used
    if points:
        put_in(event, member_id, -points, None)


def put_back(event: uuid.UUID, member_id: uuid.UUID, points: int, where: Shares) -> None:
    """Points that come back into the lots they were taken from; a new lot for what has ended since."""
    for lot in db.session.scalars(
        select(Lot).where(Lot.id.in_(where), Lot.member_id == member_id, Lot.points > 0).order_by(Lot.id)
    ):
        if lot.ends_on is None or lot.ends_on >= today():
            back = min(where[lot.id], lot.points - lot.left, points)
            change(lot, event, back)
            points -= back
    if points:
        put_in(event, member_id, points, latest_end(member_id))
    else:
        settle(event, member_id)


def settle(event: uuid.UUID, member_id: uuid.UUID) -> None:
    """Pay debts with what is there."""
    found = lots_of(member_id)
    for debt in [lot for lot in found if lot.left < 0]:
        for lot in [lot for lot in found if lot.left > 0]:
            paid = min(lot.left, -debt.left)
            change(lot, event, -paid)
            change(debt, event, paid)
    db.session.flush()


def change(lot: Lot, event: uuid.UUID, points: int) -> None:
    """Change what is left of a lot, and write down by which event."""
    if points:
        lot.left += points
        db.session.add(LotChange(lot_id=lot.id, transfer_id=event, points=points))


def lots_of(member_id: uuid.UUID) -> list[Lot]:
    """What is left of a member's lots, in the order of use; debts first."""
    found = db.session.scalars(select(Lot).where(Lot.member_id == member_id, Lot.left != 0)).all()
    return sorted(found, key=lambda lot: (lot.left > 0, lot.ends_on or date.max, lot.id))


def shares_of(event: uuid.UUID) -> Shares:
    """What an event did to each lot in the end."""
    rows = db.session.execute(
        select(LotChange.lot_id, func.sum(LotChange.points))
        .where(LotChange.transfer_id == event)
        .group_by(LotChange.lot_id)
    )
    return {lot_id: int(points) for lot_id, points in rows}


def latest_end(member_id: uuid.UUID) -> date | None:
    """The latest end of a member's points, in `GRACE` at the earliest; None where some have no end."""
    ends, lots, ending = db.session.execute(
        select(func.max(Lot.ends_on), func.count(), func.count(Lot.ends_on)).where(
            Lot.member_id == member_id, Lot.points > 0
        )
    ).one()
    return max(ends, today() + GRACE) if ends is not None and lots == ending else None


def positive(shares: Shares) -> Shares:
    """What was put in."""
    return {lot_id: points for lot_id, points in shares.items() if points > 0}


def negative(shares: Shares) -> Shares:
    """What was taken out, as numbers above zero."""
    return {lot_id: -points for lot_id, points in shares.items() if points < 0}
