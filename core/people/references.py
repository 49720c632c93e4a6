"""Where people are named: every column of a tenant's tables that holds a person's id.

A column does by what it is: a foreign key to ``person``; or, without a key, a ``person_id`` or an id called
``…_by``. Whatever else does says so (``info=OF_PERSON``); what is another thing's id or keeps an old one
says that (``info=NOT_MOVED``). A contract test asks every other id which table it means.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Uuid, select

from core.database import Base, db
from core.tenancy import TenantOwned

AT_ONCE = 500
"""Ids in one statement; SQLite takes some thousands."""

Reference = tuple[type[Any], str]
"""A class and the name of its attribute."""


def person_references() -> Iterator[Reference]:
    """Every attribute that holds a person's id, table by table."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.local_table.name):  # type: ignore[attr-defined]
        if issubclass(mapper.class_, TenantOwned):
            for column in mapper.columns:
                if holds_person(column):
                    yield mapper.class_, mapper.get_property_by_column(column).key


def holds_person(column: Column[Any]) -> bool:
    """Whether what stands in `column` is a person's id."""
    declared: bool | None = column.info.get("of_person")
    if declared is not None:
        return declared
    if column.foreign_keys:
        return any(key.target_fullname == "person.id" for key in column.foreign_keys)
    return isinstance(column.type, Uuid) and (column.name == "person_id" or column.name.endswith("_by"))


def portions(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """`ids`, as many at once as a statement takes."""
    waiting = list(ids)
    for start in range(0, len(waiting), AT_ONCE):
        yield waiting[start : start + AT_ONCE]


def people_named(
    person_ids: Collection[uuid.UUID], *, besides: Iterable[type[Any]] = ()
) -> Iterator[tuple[type[Any], set[uuid.UUID]]]:
    """Which of these people are named anywhere, by the table that does; tables `besides` are not asked."""
    skipped = set(besides)
    for model, attribute in person_references():
        if model in skipped:
            continue
        column = getattr(model, attribute)
        for some in portions(person_ids):
            found = set(db.session.scalars(select(column).where(column.in_(some)).distinct()))
            if found:
                yield model, found
