"""Column kinds: how values of a table are written as JSON and read back, whatever the database."""

import base64
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.database import UtcDateTime, type_json


class Kind(NamedTuple):
    """A kind's SQL type and its way to JSON and back; None passes as it is."""

    type: Any
    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


KINDS = {
    "uuid": Kind(sa.Uuid(), str, uuid.UUID),
    "json": Kind(type_json),
    "moment": Kind(UtcDateTime(), datetime.isoformat, datetime.fromisoformat),
    "date": Kind(sa.Date(), date.isoformat, date.fromisoformat),
    "time": Kind(sa.Time(), time.isoformat, time.fromisoformat),
    "bool": Kind(sa.Boolean()),
    "bytes": Kind(
        sa.LargeBinary(),
        lambda value: base64.b64encode(value).decode(),
        base64.b64decode,
    ),
    "decimal": Kind(sa.Numeric(), str, Decimal),
    "integer": Kind(sa.BigInteger()),
    "float": Kind(sa.Float()),
    "text": Kind(sa.Text()),
}
_HEX_DIGITS = 32
_OF_TYPES: tuple[tuple[type[Any], str], ...] = (
    (sa.Uuid, "uuid"),
    (sa.JSON, "json"),
    (UtcDateTime, "moment"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.Boolean, "bool"),
    (sa.LargeBinary, "bytes"),
    (sa.Float, "float"),
    (sa.Numeric, "decimal"),
    (sa.Integer, "integer"),
)


def kind_of(column_type: Any) -> str:
    """The kind of a column of this type; what is not known is text.

    As read back from SQLite an id is ``CHAR(32)``: nothing else is.
    """
    if isinstance(column_type, sa.CHAR) and column_type.length == _HEX_DIGITS:
        return "uuid"
    return next((kind for known, kind in _OF_TYPES if isinstance(column_type, known)), "text")


def typed_table(name: str, kinds: dict[str, str]) -> sa.TableClause:
    """A table that can be selected from and inserted into, without its model."""
    return sa.table(name, *(sa.column(column, KINDS[kind].type) for column, kind in kinds.items()))


def row_to_json(row: tuple[Any, ...], kinds: dict[str, str]) -> list[Any]:
    """A row's values in the order of `kinds`."""
    return [
        None if value is None else KINDS[kind].write(value)
        for value, kind in zip(row, kinds.values(), strict=True)
    ]


def row_from_json(values: list[Any], kinds: dict[str, str]) -> dict[str, Any]:
    """The opposite: a row by column."""
    return {
        column: None if value is None else KINDS[kind].read(value)
        for value, (column, kind) in zip(values, kinds.items(), strict=True)
    }
