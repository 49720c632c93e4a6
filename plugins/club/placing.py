"""Places of the business: counters, shops, branches. In the bin they go on naming what happened there."""

import uuid

from sqlalchemy import select

from hutong import LocalizedText, db, now
from plugins.club.models import Place
from plugins.club.queries import places


def create_place(*, name: LocalizedText) -> Place:
    """A new place, the last in the list."""
    place = Place(name=name, position=max((known.position for known in places()), default=-1) + 1)
    db.session.add(place)
    db.session.flush()
    return place


def move_place(*, place: Place, way: str) -> None:
    """One step ``up`` or ``down``; at the end of the list nothing happens. Counters begin at the first."""
    in_order = list(places())
    old = in_order.index(place)
    new = min(max(old + (-1 if way == "up" else 1), 0), len(in_order) - 1)
    in_order.insert(new, in_order.pop(old))
    for position, known in enumerate(in_order):
        known.position = position
    db.session.flush()


def bin_place(*, place: Place) -> None:
    """Nobody can choose it any more."""
    place.deleted_at = now()


def restore_place(*, place: Place) -> None:
    """Back in the list, as it was."""
    place.deleted_at = None


def binned_places() -> list[Place]:
    """What lies in the bin, newest first."""
    gone = select(Place).where(Place.deleted_at.is_not(None)).order_by(Place.deleted_at.desc())
    return list(db.session.scalars(gone))


def known_place(place_id: uuid.UUID, *, in_bin: bool) -> Place | None:
    """A place of this club, in the bin or not."""
    wanted = Place.deleted_at.is_not(None) if in_bin else Place.deleted_at.is_(None)
    return db.session.scalar(select(Place).where(Place.id == place_id, wanted))
