"""A balance line by line: what came, what went, why, and what it was then."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from hutong import db
from plugins.club.days import today
from plugins.club.models import Entry, Lot, Member, Transfer

PAGE = 30
"""Lines on a page."""
OLDEST_FIRST = (Transfer.at, Transfer.id, Entry.id)


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a card: `points` came or went, `balance` was there then."""

    transfer: Transfer
    points: int
    balance: int

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.transfer.at


@dataclass(frozen=True, slots=True)
class Ending:
    """Points that end together: the last day on which they can be used."""

    day: date
    points: int


def explain_balance(member: Member) -> Sequence[Line]:
    """Every event of a card, oldest first; the last line's balance is the card's."""
    lines, balance = [], 0
    for transfer, points in db.session.execute(_events(member).order_by(*OLDEST_FIRST)).all():
        balance += points
        lines.append(Line(transfer, points, balance))
    return lines


def lines_of(member: Member, page: int) -> Sequence[Line]:
    """A page of the same, newest first, and one line more where there are older ones."""
    newest_first = [column.desc() for column in OLDEST_FIRST]
    before = (page - 1) * PAGE
    newer = _events(member).order_by(*newest_first).limit(before).subquery()
    passed = db.session.scalar(select(func.coalesce(func.sum(newer.c.points), 0))) if before else 0
    balance, lines = member.balance - int(passed or 0), []
    rows = db.session.execute(_events(member).order_by(*newest_first).offset(before).limit(PAGE + 1)).all()
    for transfer, points in rows:
        lines.append(Line(transfer, points, balance))
        balance -= points
    return lines


def _events(member: Member) -> Select[Transfer, int]:
    return (
        select(Transfer, Entry.points)
        .join(Entry, Entry.transfer_id == Transfer.id)
        .where(Entry.member_id == member.id)
    )


def endings(member: Member) -> Sequence[Ending]:
    """When a card's points end, the first first; those without an end are not in it."""
    lots = select(Lot.ends_on, Lot.left).where(
        Lot.member_id == member.id, Lot.left > 0, Lot.ends_on >= today()
    )
    by_day: dict[date, int] = {}
    for day, points in db.session.execute(lots).all():
        assert day is not None  # asked for
        by_day[day] = by_day.get(day, 0) + points
    return [Ending(day, points) for day, points in sorted(by_day.items())]


def next_expiry(member: Member) -> Ending | None:
    """Which points end first: "120 points on 31 December"."""
    return next(iter(endings(member)), None)


def reversed_transfers(transfer_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these events were taken back."""
    found = select(Transfer.inverse_of).where(Transfer.inverse_of.in_(transfer_ids))
    return frozenset(id_ for id_ in db.session.scalars(found) if id_ is not None)
