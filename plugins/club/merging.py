"""One person had two cards: the one that is kept takes the other over, and gives back exactly what it took.

Taking over re-points every row of the club that names the gone card, points and lots with their ends, and
remembers which. Undone, these rows go back, and with them what was refunded of them or ended meanwhile; what
the kept card did in between stays with it, and where it used points of the other one's, it makes up for them.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, or_, select, update

from hutong import Base, TenantInfo, db, now
from plugins.club.ledger import EXPIRE, begin_event, hold_cards
from plugins.club.lots import change, latest_end, put_in, settle, take_out
from plugins.club.models import Entry, Lot, LotChange, Member, Merging, Transfer, Visit
from plugins.club.queries import member_of_person, standing_card, tier_by_id

COUNTERS = ("balance", "earned", "visits", "spent", "friends")
POINTS = (Entry, Lot)


def people_merged(_tenant: TenantInfo, kept_id: uuid.UUID, gone_id: uuid.UUID) -> None:
    """Two people turned out to be one: where both have a card, one takes the other over."""
    kept, gone = member_of_person(kept_id), member_of_person(gone_id)
    if kept is not None and gone is not None and gone.merged_into is None and kept.id != gone.id:
        merge_cards(kept=kept, gone=gone)


def people_parted(_tenant: TenantInfo, kept_id: uuid.UUID, gone_id: uuid.UUID) -> None:
    """They are two after all."""
    kept, gone = standing_card(member_of_person(kept_id)), member_of_person(gone_id)
    if kept is not None and gone is not None and gone.merged_into is not None:
        part_cards(kept=kept, gone=gone)


def merge_cards(*, kept: Member, gone: Member) -> Merging:
    """`kept` takes over all that `gone` has."""
    hold_cards({kept.id, gone.id})
    db.session.refresh(kept)
    db.session.refresh(gone)
    merging = Merging(kept_id=kept.id, gone_id=gone.id, before={"kept": _state(kept), "gone": _state(gone)})
    merging.moved = {
        f"{model.__tablename__}.{column}": _repoint(model, column, gone.id, kept.id)
        for model, column in card_references()
    }
    for name in COUNTERS:
        setattr(kept, name, getattr(kept, name) + getattr(gone, name))
        setattr(gone, name, 0)
    kept.birthday = kept.birthday or gone.birthday
    tiers = [tier_by_id(tier_id) for tier_id in (kept.tier_id, gone.tier_id) if tier_id]
    kept.tier_id = max((tier.threshold, tier.id) for tier in tiers if tier)[1] if tiers else None
    gone.merged_into = kept.id
    db.session.add(merging)
    db.session.flush()
    event = begin_event(f"merge:{merging.id}", "merge")
    assert event is not None  # the merging's id is new
    settle(event.id, kept.id)
    return merging


def part_cards(*, kept: Member, gone: Member) -> None:
    """Give back what the last merging of `gone` took, which `kept` or the card it went into holds now."""
    merging = db.session.scalar(
        select(Merging)
        .where(Merging.gone_id == gone.id, Merging.undone_at.is_(None))
        .order_by(Merging.id.desc())
        .limit(1)
    )
    if merging is None:
        return
    hold_cards({kept.id, gone.id})
    events = _events_of(merging, kept.id)
    _give_back(merging, events, kept.id)
    event = begin_event(f"part:{merging.id}", "part")
    assert event is not None  # a merging is undone once
    _sort_lots(event, events, merging, (kept.id, gone.id))
    _count_again(merging, kept, gone)
    gone.merged_into = None
    merging.undone_at = now()
    db.session.flush()
    for member in (kept, gone):
        _balance_lots(event, member)


def card_references() -> Iterator[tuple[type[Any], str]]:
    """Every column of the club that names a card whose matter it is."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: str(mapper.local_table)):
        for column in mapper.columns:
            names_card = any(key.target_fullname == "club_member.id" for key in column.foreign_keys)
            if names_card and column.name != "merged_into" and mapper.class_ is not Merging:
                yield mapper.class_, mapper.get_property_by_column(column).key


def _repoint(model: type[Any], column: str, old: uuid.UUID, new: uuid.UUID) -> list[str]:
    """Let rows name the new card; gives their ids. Nobody becomes their own friend."""
    attribute = getattr(model, column)
    found = select(model.id).where(attribute == old, model.id != new)
    ids = db.session.scalars(found.order_by(model.id)).all()
    db.session.execute(update(model).where(model.id.in_(ids)).values({column: new}))
    return [str(id_) for id_ in ids]


def _events_of(merging: Merging, holder: uuid.UUID) -> set[uuid.UUID]:
    """The gone card's events: those of its entries, what took them back, and what let its lots end."""
    entries = _ids(merging, Entry)
    first = select(Entry.transfer_id).where(Entry.id.in_(entries), Entry.member_id == holder)
    events, new = set(), set(db.session.scalars(first))
    while new:
        events |= new
        lots = select(Lot.id).where(Lot.transfer_id.in_(events))
        ended = (
            select(Transfer.id)
            .join(LotChange, LotChange.transfer_id == Transfer.id)
            .where(Transfer.reason == EXPIRE, LotChange.lot_id.in_(lots))
        )
        taken_back = select(Transfer.id).where(Transfer.inverse_of.in_(events))
        new = (set(db.session.scalars(ended)) | set(db.session.scalars(taken_back))) - events
    return events


def _give_back(merging: Merging, events: set[uuid.UUID], holder: uuid.UUID) -> None:
    for model, column in card_references():
        attribute = getattr(model, column)
        if model in POINTS:
            mine = or_(model.transfer_id.in_(events), model.id.in_(_ids(merging, model)))
        else:
            mine = model.id.in_(_ids(merging, model, column))
        db.session.execute(update(model).where(mine, attribute == holder).values({column: merging.gone_id}))


def _sort_lots(
    event: Transfer, events: set[uuid.UUID], merging: Merging, cards: tuple[uuid.UUID, uuid.UUID]
) -> None:
    """Take back what either card's events did to the other one's lots since they were merged."""
    db.session.expire_all()
    changes = db.session.execute(
        select(Lot, LotChange.transfer_id, LotChange.points)
        .join(LotChange, LotChange.lot_id == Lot.id)
        .join(Transfer, Transfer.id == LotChange.transfer_id)
        .where(Lot.member_id.in_(cards), or_(Transfer.id.in_(events), Transfer.at >= merging.at))
        .order_by(LotChange.id)
    ).all()
    foreign: dict[Lot, int] = {}
    for lot, by, points in changes:
        if (lot.member_id == merging.gone_id) != (by in events):
            foreign[lot] = foreign.get(lot, 0) + points
    for lot, points in foreign.items():
        least, most = sorted((0, lot.points))
        change(lot, event.id, min(max(lot.left - points, least), most) - lot.left)
    db.session.flush()


def _count_again(merging: Merging, kept: Member, gone: Member) -> None:
    """Both cards' counters: the gone one's as they were, less what was refunded of its visits since."""
    db.session.refresh(kept)
    db.session.refresh(gone)
    for name in ("visits", "spent", "friends"):
        was = merging.before["gone"][name]
        if name != "friends":
            was -= _refunded_since(merging, name)
        setattr(gone, name, was)
        setattr(kept, name, getattr(kept, name) - was)
    for member in (kept, gone):
        member.balance = _sum_of_entries(member.id)
        member.earned = _sum_of_entries(member.id, Entry.counts)
    if kept.tier_id is not None and merging.before["kept"]["tier_id"] != str(kept.tier_id):
        tier_id = merging.before["kept"]["tier_id"]
        kept.tier_id = uuid.UUID(tier_id) if tier_id else None


def _refunded_since(merging: Merging, counter: str) -> int:
    is_paid = case((Visit.kind == "paid", 1), else_=0)
    what = func.sum(is_paid if counter == "visits" else Visit.amount)
    return int(
        db.session.scalar(
            select(what)
            .select_from(Visit)
            .where(Visit.id.in_(_ids(merging, Visit)), Visit.refunded_at >= merging.at)
        )
        or 0
    )


def _balance_lots(event: Transfer, member: Member) -> None:
    """What a card's lots have too much or too little of, now that each has its own events again."""
    left = db.session.scalar(select(func.coalesce(func.sum(Lot.left), 0)).where(Lot.member_id == member.id))
    missing = member.balance - int(left or 0)
    if missing > 0:
        put_in(event.id, member.id, missing, latest_end(member.id))
    elif missing < 0:
        take_out(event.id, member.id, -missing)
    settle(event.id, member.id)


def _sum_of_entries(member_id: uuid.UUID, *conditions: Any) -> int:
    total = select(func.coalesce(func.sum(Entry.points), 0)).where(Entry.member_id == member_id, *conditions)
    return int(db.session.scalar(total) or 0)


def _ids(merging: Merging, model: type[Any], column: str = "member_id") -> list[uuid.UUID]:
    return [uuid.UUID(id_) for id_ in merging.moved.get(f"{model.__tablename__}.{column}", [])]


def _state(member: Member) -> dict[str, Any]:
    told = {name: getattr(member, name) for name in (*COUNTERS, "birthday")}
    return told | {"tier_id": str(member.tier_id) if member.tier_id else None}
