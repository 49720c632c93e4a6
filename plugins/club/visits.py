"""Visits at the counter: recorded once for each form, and taken back as a whole, once.

Points of a visit are posted under keys that begin with `visit_key(visit)`: taking the visit back posts the
inverse of each of these transfers.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select, update

from hutong import (
    Stage,
    changed_rows,
    current_tenant_id,
    db,
    insert_with_conflicts,
    now,
    record_act_once,
    take_back_act,
)
from plugins.club.earning import earn_for_visit
from plugins.club.errors import StoppedCardError
from plugins.club.ledger import reverse_transfer, transfers_under
from plugins.club.models import Entry, Member, Visit
from plugins.club.referring import reward_referral, take_back_referral

DONE: Mapping[str, tuple[Stage, str]] = {"paid": ("order", "visit"), "checkin": ("service", "check_in")}
"""What each kind of visit is in the ledger of acts."""


def visit_key(visit: Visit) -> str:
    """What the keys of a visit's transfers begin with."""
    return f"visit:{visit.id}:"


def record_visit(
    *,
    member: Member,
    amount: int,
    nonce: str,
    recorded_by: uuid.UUID | None = None,
    place_id: uuid.UUID | None = None,
    note: str = "",
) -> tuple[Visit, bool]:
    """A paid visit, and whether it is new: the same `nonce` again gives the visit that was recorded first.

    Raises `StoppedCardError`.
    """
    visit, is_new = _record(
        member=member,
        kind="paid",
        amount=amount,
        nonce=nonce,
        recorded_by=recorded_by,
        place_id=place_id,
        note=note,
    )
    if is_new:
        reward_referral(member, visit)
    return visit, is_new


def check_in(
    *,
    member: Member,
    nonce: str,
    recorded_by: uuid.UUID | None = None,
    place_id: uuid.UUID | None = None,
    note: str = "",
) -> tuple[Visit, bool]:
    """Somebody came without paying, and whether that is new. Raises `StoppedCardError`."""
    return _record(
        member=member,
        kind="checkin",
        amount=0,
        nonce=nonce,
        recorded_by=recorded_by,
        place_id=place_id,
        note=note,
    )


def refund_visit(*, visit: Visit, refunded_by: uuid.UUID | None = None) -> bool:
    """Take a visit back: the inverse of everything it posted. False where somebody did so before."""
    taken = changed_rows(
        update(Visit)
        .where(Visit.id == visit.id, Visit.refunded_at.is_(None))
        .values(refunded_at=now(), refunded_by=refunded_by)
    )
    if not taken:
        return False
    _count(visit.member_id, visit.kind, visit.amount, -1)
    for transfer in transfers_under(visit_key(visit)):
        reverse_transfer(transfer=transfer, recorded_by=refunded_by)
    take_back_referral(visit)
    take_back_act(str(visit.id), verb=DONE[visit.kind][1])
    _write_act(visit, "back", "refund" if visit.kind == "paid" else "undo_check_in")
    return True


def visit_by_nonce(nonce: str) -> Visit | None:
    """The visit that was recorded with a form."""
    return db.session.scalar(select(Visit).where(Visit.nonce == nonce))


def points_of(visit: Visit, member_id: uuid.UUID) -> int:
    """The points that a member got for a visit; whoever sent them may have got some as well."""
    found = [transfer.id for transfer in transfers_under(visit_key(visit))]
    if not found:
        return 0
    total = db.session.scalar(
        select(func.sum(Entry.points)).where(Entry.transfer_id.in_(found), Entry.member_id == member_id)
    )
    return int(total or 0)


def _record(
    *,
    member: Member,
    kind: str,
    amount: int,
    nonce: str,
    recorded_by: uuid.UUID | None,
    place_id: uuid.UUID | None,
    note: str,
) -> tuple[Visit, bool]:
    known = visit_by_nonce(nonce)
    if known is not None:
        return known, False
    if not _count(member.id, kind, amount, 1):
        raise StoppedCardError
    visit_id = db.session.scalar(
        insert_with_conflicts(Visit)
        .values(
            tenant_id=current_tenant_id(db.session()),
            id=uuid.uuid4(),
            member_id=member.id,
            kind=kind,
            at=now(),
            amount=amount,
            place_id=place_id,
            note=note,
            recorded_by=recorded_by,
            nonce=nonce,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "nonce"])
        .returning(Visit.id)
    )
    if visit_id is None:  # the same form, sent to another worker a moment ago
        _count(member.id, kind, amount, -1)
        return db.session.scalars(select(Visit).where(Visit.nonce == nonce)).one(), False
    visit = db.session.scalars(select(Visit).where(Visit.id == visit_id)).one()
    _write_act(visit, *DONE[kind])
    earn_for_visit(member, visit)
    return visit, True


def _count(member_id: uuid.UUID, kind: str, amount: int, sign: int) -> bool:
    """Count a visit, or count it off; False where the card is stopped. Holds the member's row."""
    statement = update(Member).where(Member.id == member_id)
    if sign > 0:
        statement = statement.where(Member.state == "active")
    counted = changed_rows(
        statement.values(
            visits=Member.visits + (sign if kind == "paid" else 0), spent=Member.spent + sign * amount
        )
    )
    return counted > 0


def _write_act(visit: Visit, stage: Stage, verb: str) -> None:
    member = db.session.scalars(select(Member).where(Member.id == visit.member_id)).one()
    record_act_once(
        str(visit.id),
        stage=stage,
        verb=verb,
        plugin="club",
        object_kind="visit",
        object_id=visit.id,
        person_id=member.person_id,
        share_link_id=member.share_link_id,
    )
