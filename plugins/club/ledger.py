"""Points in double entry: the only place that writes transfers, entries, lots and balances.

A transfer is one event and has a key: the same key again posts nothing. Its entries sum to zero: what a
member gets, an account of the business gives. For each member, always::

    balance == sum of the member's entries == sum of what is left of the member's lots

Every change of a member's points begins with a conditional update of the balance. It is the limit (nobody
spends what they do not have) and the lock (on PostgreSQL it holds the member's row until the commit; SQLite
has one writer), so that lots can be read and written after it without a race.

Lots are used first in, first out: those that end first, and of these the oldest. A refund takes points out of
the lot they came in; what was spent of it already becomes a debt, a negative lot, which the next points
settle first.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, update

from hutong import current_tenant_id, db, insert_with_conflicts, now
from plugins.club.errors import NotEnoughPointsError
from plugins.club.models import Entry, Lot, Member, Transfer

MEMBER = "member"
ISSUED, SPENT, EXPIRED, ADJUSTED = "issued", "spent", "expired", "adjusted"
"""Accounts of the business."""
ACCOUNTS = (MEMBER, ISSUED, SPENT, EXPIRED, ADJUSTED)
MERGE = "merge"
EARNING = frozenset({"amount", "visit", "answer", "referral", "birthday", "welcome"})
"""Reasons that count as earned, for tiers: those of the rules."""


def earn_points(
    *,
    member_id: uuid.UUID,
    points: int,
    reason: str,
    key: str,
    ends_on: date | None,
    account: str = ISSUED,
    rule_id: uuid.UUID | None = None,
    note: str = "",
    recorded_by: uuid.UUID | None = None,
) -> Transfer | None:
    """Give a member points, usable until `ends_on`. None where `key` was posted before, or for no points.

    What the member owes is settled first; the rest is a lot.
    """
    if points <= 0:
        return None
    transfer = _begin(key, reason, rule_id=rule_id, note=note, recorded_by=recorded_by)
    if transfer is None:
        return None
    counts = reason in EARNING
    _change_balance(member_id, points, earned=points if counts else 0)
    _write(transfer, member_id, points, account, counts=counts)
    _put_in(transfer, member_id, points, ends_on)
    return transfer


def spend_points(
    *,
    member_id: uuid.UUID,
    points: int,
    reason: str,
    key: str,
    account: str = SPENT,
    note: str = "",
    recorded_by: uuid.UUID | None = None,
) -> Transfer | None:
    """Take points from a member, those that end first. None where `key` has been posted before.

    Raises `NotEnoughPointsError`; the caller's transaction must then be rolled back.
    """
    transfer = _begin(key, reason, note=note, recorded_by=recorded_by)
    if transfer is None:
        return None
    if not _change_balance(member_id, -points, at_least=points):
        raise NotEnoughPointsError
    _write(transfer, member_id, -points, account)
    _take_out(member_id, points)
    return transfer


def reverse_transfer(*, transfer: Transfer, key: str, reason: str = "refund") -> Transfer | None:
    """Post the exact inverse of `transfer`: each of its entries with the opposite sign, on the same account.

    A card that was merged into another meanwhile is represented by that one. None where `key` was posted
    before. Points that came in leave the lot they came in, and what was spent of it becomes a debt; points
    that went out come back in a lot that ends as late as the member's latest.
    """
    inverse = _begin(key, reason, inverse_of=transfer.id)
    if inverse is None:
        return None
    for entry in entries_of(transfer.id):
        holder = holder_of(entry.member_id) if entry.member_id else None
        db.session.add(
            Entry(
                transfer_id=inverse.id,
                account=entry.account,
                member_id=holder,
                points=-entry.points,
                reason=reason,
                counts=entry.counts,
                at=inverse.at,
            )
        )
        if holder is None:
            continue
        _change_balance(holder, -entry.points, earned=-entry.points if entry.counts else 0)
        if entry.points > 0:
            _take_back(inverse, holder, entry.points, transfer.id)
        else:
            _put_in(inverse, holder, -entry.points, _latest_end(holder))
    db.session.flush()
    return inverse


def holder_of(member_id: uuid.UUID) -> uuid.UUID:
    """The card that stands for this one: itself, or the one it was merged into in the end."""
    while into := db.session.scalar(select(Member.merged_into).where(Member.id == member_id)):
        member_id = into
    return member_id


def move_points(*, from_id: uuid.UUID, to_id: uuid.UUID, key: str) -> Transfer | None:
    """Hand one card's points, debts and all, to another: what merging two records of one person does.

    Lots keep their ends. None where `key` has been posted before.
    """
    transfer = _begin(key, MERGE)
    if transfer is None:
        return None
    _change_balance(from_id, 0)
    lots = db.session.scalars(select(Lot).where(Lot.member_id == from_id, Lot.left != 0)).all()
    points = sum(lot.left for lot in lots)
    _change_balance(from_id, -points)
    _change_balance(to_id, points)
    for member_id, moved in ((from_id, -points), (to_id, points)):
        db.session.add(
            Entry(
                transfer_id=transfer.id,
                account=MEMBER,
                member_id=member_id,
                points=moved,
                reason=MERGE,
                at=transfer.at,
            )
        )
    for lot in lots:
        db.session.add(
            Lot(
                member_id=to_id,
                transfer_id=transfer.id,
                points=lot.left,
                left=lot.left,
                ends_on=lot.ends_on,
            )
        )
        lot.left = 0
    db.session.flush()
    _settle(to_id)
    return transfer


def expire_lots(*, member_id: uuid.UUID, today: date) -> Transfer | None:
    """Let a member's points end whose last day is before `today`. Posted once for each member and day."""
    ended = select(Lot).where(Lot.member_id == member_id, Lot.left > 0, Lot.ends_on < today)
    if db.session.scalar(select(func.count()).select_from(ended.subquery())) == 0:
        return None
    transfer = _begin(f"expire:{member_id}:{today.isoformat()}", "expire")
    if transfer is None:
        return None
    _change_balance(member_id, 0)
    lots = db.session.scalars(ended).all()
    points = sum(lot.left for lot in lots)
    _change_balance(member_id, -points)
    _write(transfer, member_id, -points, EXPIRED)
    for lot in lots:
        lot.left = 0
    db.session.flush()
    return transfer


def entries_of(transfer_id: uuid.UUID) -> Sequence[Entry]:
    """The entries of one event."""
    return db.session.scalars(select(Entry).where(Entry.transfer_id == transfer_id).order_by(Entry.id)).all()


def transfer_by_key(key: str) -> Transfer | None:
    """The event that was posted under `key`."""
    return db.session.scalar(select(Transfer).where(Transfer.key == key))


def _begin(key: str, reason: str, **values: object) -> Transfer | None:
    """The row of a new event; None where its key is known. Two at once: one waits, then gets None."""
    tenant_id = current_tenant_id(db.session())
    statement = insert_with_conflicts(Transfer).values(
        tenant_id=tenant_id, id=uuid.uuid4(), key=key, reason=reason, at=now(), **{"note": ""} | values
    )
    made = db.session.scalar(
        statement.on_conflict_do_nothing(index_elements=["tenant_id", "key"]).returning(Transfer.id)
    )
    return db.session.scalar(select(Transfer).where(Transfer.id == made)) if made else None


def _change_balance(
    member_id: uuid.UUID, points: int, *, earned: int = 0, at_least: int | None = None
) -> bool:
    """Change the balance and hold the member's row; False where it is below `at_least`."""
    statement = update(Member).where(Member.id == member_id)
    if at_least is not None:
        statement = statement.where(Member.balance >= at_least)
    changed = db.session.execute(
        statement.values(balance=Member.balance + points, earned=Member.earned + earned)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _write(
    transfer: Transfer, member_id: uuid.UUID, points: int, account: str, *, counts: bool = False
) -> None:
    """The two entries of a simple event."""
    for name, owner, amount, counted in (
        (MEMBER, member_id, points, counts),
        (account, None, -points, False),
    ):
        db.session.add(
            Entry(
                transfer_id=transfer.id,
                account=name,
                member_id=owner,
                points=amount,
                reason=transfer.reason,
                counts=counted,
                at=transfer.at,
            )
        )
    db.session.flush()


def _lots(member_id: uuid.UUID) -> list[Lot]:
    """What is left of a member's lots, as it is used: first to end, then oldest; debts first of all."""
    found = db.session.scalars(select(Lot).where(Lot.member_id == member_id, Lot.left != 0)).all()
    return sorted(found, key=lambda lot: (lot.left > 0, lot.ends_on or date.max, lot.id))


def _put_in(transfer: Transfer, member_id: uuid.UUID, points: int, ends_on: date | None) -> None:
    db.session.add(
        Lot(member_id=member_id, transfer_id=transfer.id, points=points, left=points, ends_on=ends_on)
    )
    db.session.flush()
    _settle(member_id)


def _take_out(member_id: uuid.UUID, points: int) -> None:
    for lot in _lots(member_id):
        used = min(max(lot.left, 0), points)
        lot.left -= used
        points -= used
    db.session.flush()


def _take_back(inverse: Transfer, member_id: uuid.UUID, points: int, came_with: uuid.UUID) -> None:
    """Out of the lots that came with an event; a debt for what has been used of them."""
    for lot in db.session.scalars(
        select(Lot).where(Lot.member_id == member_id, Lot.transfer_id == came_with, Lot.left > 0)
    ):
        used = min(lot.left, points)
        lot.left -= used
        points -= used
    if points:
        db.session.add(
            Lot(member_id=member_id, transfer_id=inverse.id, points=-points, left=-points, ends_on=None)
        )
    db.session.flush()
    _settle(member_id)


def _settle(member_id: uuid.UUID) -> None:
    """Pay debts with what is there, so that no member has both."""
    lots = _lots(member_id)
    debts, assets = [lot for lot in lots if lot.left < 0], [lot for lot in lots if lot.left > 0]
    for debt in debts:
        for lot in assets:
            paid = min(lot.left, -debt.left)
            lot.left -= paid
            debt.left += paid
    db.session.flush()


def _latest_end(member_id: uuid.UUID) -> date | None:
    """When points that come back end: as late as the member's latest lot does; None where one has no end."""
    ends = db.session.execute(
        select(func.max(Lot.ends_on), func.count(), func.count(Lot.ends_on)).where(
            Lot.member_id == member_id, Lot.points > 0
        )
    ).one()
    return ends[0] if ends[1] == ends[2] else None
