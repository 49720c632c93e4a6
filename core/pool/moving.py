"""Giving all rows of one person to another, and back: generic, over every table that names people.

What a UNIQUE forbids to move, because both have one, stays where it is: that is for the tool to bring
together (`people_merged`), and only it knows how.
"""

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, UniqueConstraint, select, update

from core.database import db
from core.people.references import person_references, portions

Moved = dict[str, list[str]]
"""Ids of rows by ``table.attribute``."""


def move_rows(*, gone_id: uuid.UUID, kept_id: uuid.UUID, besides: Collection[type[Any]] = ()) -> Moved:
    """Re-point what names `gone_id` to `kept_id` and tell what was; tables `besides` stay as they are."""
    moved: Moved = {}
    for model, attribute in person_references():
        ids = [] if model in besides else _movable(model, attribute, gone_id, kept_id)
        if ids:
            _point(model, attribute, ids, old=gone_id, new=kept_id)
            moved[f"{model.__tablename__}.{attribute}"] = [str(row_id) for row_id in ids]
    db.session.flush()
    db.session.expire_all()
    return moved


def move_back(moved: Moved, *, gone_id: uuid.UUID, kept_id: uuid.UUID) -> None:
    """Undo `move_rows`, as far as its rows are still there and have not been given to a third."""
    for model, attribute in person_references():
        ids = [uuid.UUID(row_id) for row_id in moved.get(f"{model.__tablename__}.{attribute}", ())]
        _point(model, attribute, ids, old=kept_id, new=gone_id)
    db.session.flush()
    db.session.expire_all()


def _point(
    model: type[Any], attribute: str, ids: Collection[uuid.UUID], *, old: uuid.UUID, new: uuid.UUID
) -> None:
    column = getattr(model, attribute)
    for some in portions(ids):
        db.session.execute(
            update(model)
            .where(model.id.in_(some), column == old)
            .values({attribute: new})
            .execution_options(synchronize_session=False)
        )


def _movable(model: type[Any], attribute: str, gone_id: uuid.UUID, kept_id: uuid.UUID) -> list[uuid.UUID]:
    """Rows of `gone_id` that can stand beside those of `kept_id`."""
    column = getattr(model, attribute)
    ids = list(db.session.scalars(select(model.id).where(column == gone_id).order_by(model.id)))
    for others in _unique_with(model, attribute) if ids else ():
        rows = select(model.id, *(getattr(model, name) for name in others)).order_by(model.id)
        taken = {tuple(row)[1:] for row in db.session.execute(rows.where(column == kept_id))}
        barred = set()
        for row_id, *values in db.session.execute(rows.where(column == gone_id)):
            if None not in values and tuple(values) in taken:
                barred.add(row_id)
            taken.add(tuple(values))
        ids = [row_id for row_id in ids if row_id not in barred]
    return ids


def _unique_with(model: type[Any], attribute: str) -> Iterator[list[str]]:
    """What else each UNIQUE over this attribute is over; an empty list where it stands alone."""
    mapper = model.__mapper__
    mine: Column[Any] = mapper.columns[attribute]
    keys = [each for each in mapper.local_table.constraints if isinstance(each, UniqueConstraint)]
    for key in [*keys, *(index for index in mapper.local_table.indexes if index.unique)]:
        columns = list(key.columns)
        if mine in columns:
            yield [
                mapper.get_property_by_column(column).key
                for column in columns
                if column is not mine and column.name != "tenant_id"
            ]
