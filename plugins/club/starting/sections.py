"""What the parts of the file have in common: strict shapes, and things that are known by their key."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select

from hutong import db

Text = dict[str, str]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Whole = Annotated[int, Field(ge=0, le=10**11)]
"""A number that is not negative; of money minor units: ``price: 2000`` is ¥20."""


class Strict(BaseModel):
    """A part of the file; a field that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class Keyed(Strict):
    """A thing of the file that is made once."""

    key: Key


class _Row(Protocol):
    id: Any
    starter_key: Any


Item = TypeVar("Item", bound=Keyed)


def missing(model: type[_Row], items: Iterable[Item]) -> Iterator[Item]:
    """Those that the tenant never had: what an owner changed or threw away stays as it is."""
    known = set(db.session.scalars(select(model.starter_key).where(model.starter_key.is_not(None))))
    return (item for item in items if item.key not in known)


def ids_by_key(model: type[_Row]) -> Mapping[str, uuid.UUID]:
    """The things of a sort by their key, thrown-away ones too: for parts that refer to them."""
    rows = db.session.execute(select(model.starter_key, model.id).where(model.starter_key.is_not(None)))
    return {row[0]: row[1] for row in rows}


def key_of(row: _Row) -> str:
    """The key under which a thing is exported: its own, else its id, which is none of the file's."""
    return str(row.starter_key or row.id)


def written(row: Any, section: type[Strict]) -> dict[str, Any]:
    """A row as its section has it, without what says nothing."""
    values = {name: getattr(row, name) for name in section.model_fields if name != "key"}
    told = {name: value for name, value in values.items() if value not in (None, {}, [], "")}
    return ({"key": key_of(row)} if "key" in section.model_fields else {}) | told
