"""Points in double entry: the only place that writes transfers, entries, lots and balances.

A transfer is one event and has a key: the same key again posts nothing. Its entries sum to zero: what a
member gets, an account of the business gives. For each member, always::

    balance == sum of the member's entries == sum of what is left of the member's lots

Every change of a member's points begins with a conditional update of the balance. It is the limit (nobody
spends what they do not have) and the lock (on PostgreSQL it holds the member's row until the commit; SQLite
has one writer), so that lots can be read and written after it without a race.

An event is taken back once, by the exact inverse of its entries. Points that came in leave the lots they
came in, and what was spent of them already becomes a debt; points that went out come back to their lots.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select, update
from uuid6 import uuid7

from hutong import changed_rows, current_tenant_id, db, insert_with_conflicts, now
from plugins.club.errors import NotEnoughPointsError
from plugins.club.lots import change, negative, positive, put_back, put_in, shares_of, take_out
from plugins.club.models import Entry, Lot, Member, Transfer

MEMBER = "member"
ISSUED, SPENT, EXPIRED, ADJUSTED = "issued", "spent", "expired", "adjusted"
"""Accounts of the business."""
ACCOUNTS = (MEMBER, ISSUED, SPENT, EXPIRED, ADJUSTED)
EXPIRE = "expire"
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
    transfer = begin_event(key, reason, rule_id=rule_id, note=note, recorded_by=recorded_by)
    if transfer is None:
        return None
    counts = reason in EARNING
    _change_balance(member_id, points, earned=points if counts else 0)
    _write(transfer, member_id, points, account, counts=counts)
    put_in(transfer.id, member_id, points, ends_on)
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
    """Take points from a member, those that end first. None where `key` was posted before, or for no points.

    Raises `NotEnoughPointsError`; nothing is written then.
    """
    if points <= 0:
        return None
    transfer = begin_event(key, reason, note=note, recorded_by=recorded_by)
    if transfer is None:
        return None
    if not _change_balance(member_id, -points, at_least=points):
        db.session.delete(transfer)
        db.session.flush()
        raise NotEnoughPointsError
    _write(transfer, member_id, -points, account)
    take_out(transfer.id, member_id, points)
    db.session.flush()
    return transfer


def reverse_transfer(
    *, transfer: Transfer, key: str = "", reason: str = "refund", recorded_by: uuid.UUID | None = None
) -> Transfer | None:
    """Post the exact inverse of `transfer`: each of its entries with the opposite sign, on the same account.

    None where it was taken back before, or `key` was posted.
    """
    inverse = begin_event(
        key or f"inverse:{transfer.id}", reason, inverse_of=transfer.id, recorded_by=recorded_by
    )
    if inverse is None:
        return None
    shares = shares_of(transfer.id)
    for entry in entries_of(transfer.id):
        if entry.member_id is not None:
            _change_balance(entry.member_id, -entry.points, earned=-entry.points if entry.counts else 0)
        db.session.add(
            Entry(
                transfer_id=inverse.id,
                account=entry.account,
                member_id=entry.member_id,
                points=-entry.points,
                reason=reason,
                counts=entry.counts,
                at=entry.at if entry.counts else inverse.at,
            )
        )
        if entry.member_id is None:
            continue
        if entry.points > 0:
            take_out(inverse.id, entry.member_id, entry.points, positive(shares))
        else:
            put_back(inverse.id, entry.member_id, -entry.points, negative(shares))
    db.session.flush()
    return inverse


def expire_lots(*, lot_ids: Collection[uuid.UUID], today: date) -> int:
    """Let these lots end, if their last day is before `today`: an event for each; gives how many did.

    A few statements for all of them together.
    """
    lots = select(Lot).where(Lot.id.in_(lot_ids), Lot.left > 0, Lot.ends_on < today)
    hold_cards({lot.member_id for lot in db.session.scalars(lots)})
    ended = db.session.scalars(lots.execution_options(populate_existing=True)).all()
    keys = [f"{EXPIRE}:{lot.id}:{today.isoformat()}" for lot in ended]
    events = [Transfer(key=key, reason=EXPIRE, at=now()) for key in keys]
    db.session.add_all(events)
    db.session.flush()
    left = select(func.sum(Lot.left)).where(Lot.member_id == Member.id, Lot.id.in_([lot.id for lot in ended]))
    db.session.execute(
        update(Member)
        .where(Member.id.in_({lot.member_id for lot in ended}))
        .values(balance=Member.balance - left.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    for lot, event in zip(ended, events, strict=True):
        db.session.add_all(_entries(event, lot.member_id, -lot.left, EXPIRED))
        change(lot, event.id, -lot.left)
    db.session.flush()
    return len(ended)


def hold_cards(member_ids: Collection[uuid.UUID]) -> None:
    """Hold cards until the commit, so that their points can be counted and changed without a race."""
    db.session.execute(update(Member).where(Member.id.in_(member_ids)).values(balance=Member.balance))


def holder_of(member_id: uuid.UUID) -> uuid.UUID:
    """The card that stands for this one: itself, or the one it was merged into in the end."""
    while into := db.session.scalar(select(Member.merged_into).where(Member.id == member_id)):
        member_id = into
    return member_id


def entries_of(transfer_id: uuid.UUID) -> Sequence[Entry]:
    """The entries of one event."""
    return db.session.scalars(select(Entry).where(Entry.transfer_id == transfer_id).order_by(Entry.id)).all()


def transfer_by_key(key: str) -> Transfer | None:
    """The event that was posted under `key`."""
    return db.session.scalar(select(Transfer).where(Transfer.key == key))


def transfers_under(prefix: str) -> Sequence[Transfer]:
    """The events whose key begins so: all that one visit posted. A range of the index of keys."""
    behind = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    found = select(Transfer).where(Transfer.key >= prefix, Transfer.key < behind)
    return db.session.scalars(found.order_by(Transfer.id)).all()


def begin_event(key: str, reason: str, **values: object) -> Transfer | None:
    """The row of a new event; None where its key is known. Two at once: one waits, then gets None."""
    statement = insert_with_conflicts(Transfer).values(
        tenant_id=current_tenant_id(db.session()), id=uuid7(), key=key, reason=reason, at=now(), note=""
    )
    made = db.session.scalar(statement.values(**values).on_conflict_do_nothing().returning(Transfer.id))
    return db.session.scalar(select(Transfer).where(Transfer.id == made)) if made else None


def _change_balance(
    member_id: uuid.UUID, points: int, *, earned: int = 0, at_least: int | None = None
) -> bool:
    """Change the balance and hold the member's row; False where it is below `at_least`."""
    statement = update(Member).where(Member.id == member_id)
    if at_least is not None:
        statement = statement.where(Member.balance >= at_least)
    return changed_rows(statement.values(balance=Member.balance + points, earned=Member.earned + earned)) > 0


def _write(
    transfer: Transfer, member_id: uuid.UUID, points: int, account: str, *, counts: bool = False
) -> None:
    db.session.add_all(_entries(transfer, member_id, points, account, counts=counts))
    db.session.flush()


def _entries(
    transfer: Transfer, member_id: uuid.UUID, points: int, account: str, *, counts: bool = False
) -> list[Entry]:
    """The two entries of a simple event."""
    return [
        Entry(
            transfer_id=transfer.id,
            account=name,
            member_id=owner,
            points=amount,
            reason=transfer.reason,
            counts=counted,
            at=transfer.at,
        )
        for name, owner, amount, counted in (
            (MEMBER, member_id, points, counts),
            (account, None, -points, False),
        )
    ]
