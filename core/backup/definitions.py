"""Definitions of tables: what a plugin's tables are like, so that they can be built without its code.

They are read off the database and written in the words of neither: a backup of SQLite builds them on
PostgreSQL. Names of keys are kept, because the plugin's later revisions call them by name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from core.column_kinds import KINDS


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnDefinition(_Part):
    """A column: its kind, and how long or how exact its values may be."""

    name: str
    kind: str
    nullable: bool
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    is_short: bool = False
    default: str | None = None


class KeyDefinition(_Part):
    """A primary or unique key."""

    name: str | None
    columns: list[str]


class ReferenceDefinition(_Part):
    """A foreign key."""

    name: str | None
    columns: list[str]
    table: str
    referred: list[str]
    ondelete: str | None = None


class CheckDefinition(_Part):
    """A condition that every row keeps."""

    name: str | None
    condition: str


class IndexDefinition(_Part):
    """An index; `parts` are columns, or expressions where there is no column."""

    name: str
    parts: list[str]
    columns: list[str | None]
    unique: bool
    where: str | None = None


class TableDefinition(_Part):
    """A whole table."""

    columns: list[ColumnDefinition]
    primary_key: KeyDefinition
    uniques: list[KeyDefinition]
    references: list[ReferenceDefinition]
    checks: list[CheckDefinition]
    indexes: list[IndexDefinition]


def definition_of(connection: sa.Connection, table: str, kinds: Mapping[str, str]) -> TableDefinition:
    """The definition of a table that is there; `kinds` are those of its columns."""
    inspector = sa.inspect(connection)
    primary = inspector.get_pk_constraint(table)
    return TableDefinition(
        columns=[_column(column, kinds[column["name"]]) for column in inspector.get_columns(table)],
        primary_key=KeyDefinition(name=primary["name"], columns=primary["constrained_columns"]),
        uniques=[
            KeyDefinition(name=key["name"], columns=key["column_names"])
            for key in inspector.get_unique_constraints(table)
        ],
        references=[
            ReferenceDefinition(
                name=key["name"],
                columns=key["constrained_columns"],
                table=key["referred_table"],
                referred=key["referred_columns"],
                ondelete=key["options"].get("ondelete"),
            )
            for key in inspector.get_foreign_keys(table)
        ],
        checks=[
            CheckDefinition(name=check["name"], condition=check["sqltext"])
            for check in inspector.get_check_constraints(table)
        ],
        indexes=list(_indexes(inspector, table)),
    )


def build_tables(connection: sa.Connection, definitions: Mapping[str, TableDefinition]) -> None:
    """Build tables that refer to each other and to what is there already."""
    metadata = sa.MetaData()
    referred = {key.table for table in definitions.values() for key in table.references}
    there = sorted(referred - definitions.keys())
    metadata.reflect(connection, only=there, resolve_fks=False)
    tables = [_table(metadata, name, definition) for name, definition in definitions.items()]
    metadata.create_all(connection, tables=tables, checkfirst=False)


def _column(column: Any, kind: str) -> ColumnDefinition:
    kept = column["type"]
    return ColumnDefinition(
        name=column["name"],
        kind=kind,
        nullable=column["nullable"],
        length=getattr(kept, "length", None) if kind == "text" else None,
        precision=getattr(kept, "precision", None) if kind == "decimal" else None,
        scale=getattr(kept, "scale", None) if kind == "decimal" else None,
        is_short=kind == "integer" and not isinstance(kept, sa.BigInteger),
        default=_plain(column.get("default")),
    )


def _plain(expression: str | None) -> str | None:
    """An expression without PostgreSQL's casts."""
    return re.sub(r"::[a-z]+( [a-z]+)*(\([0-9, ]+\))?", "", expression) if expression else None


def _indexes(inspector: sa.Inspector, table: str) -> Iterator[IndexDefinition]:
    for index in inspector.get_indexes(table):
        options: Mapping[str, Any] = index.get("dialect_options", {})
        name = index["name"]
        if name is None or "duplicates_constraint" in index:
            continue
        where = options.get("sqlite_where", options.get("postgresql_where"))
        yield IndexDefinition(
            name=name,
            parts=[str(part) for part in index.get("expressions") or index["column_names"]],
            columns=index["column_names"],
            unique=bool(index["unique"]),
            where=_plain(str(where)) if where is not None else None,
        )


def _table(metadata: sa.MetaData, name: str, definition: TableDefinition) -> sa.Table:
    key = definition.primary_key
    return sa.Table(
        name,
        metadata,
        *(
            sa.Column(
                column.name,
                _type(column),
                nullable=column.nullable,
                server_default=_default(column),
            )
            for column in definition.columns
        ),
        sa.PrimaryKeyConstraint(*key.columns, name=key.name),
        *(sa.UniqueConstraint(*unique.columns, name=unique.name) for unique in definition.uniques),
        *(
            sa.ForeignKeyConstraint(
                one.columns,
                [f"{one.table}.{column}" for column in one.referred],
                name=one.name,
                ondelete=one.ondelete,
            )
            for one in definition.references
        ),
        *(sa.CheckConstraint(sa.text(one.condition), name=one.name) for one in definition.checks),
        *(_index(one) for one in definition.indexes),
    )


def _default(column: ColumnDefinition) -> Any:
    if column.default is None or column.kind != "bool":
        return None if column.default is None else sa.text(column.default)
    return sa.true() if column.default.strip("'").lower() in ("1", "true") else sa.false()


def _type(column: ColumnDefinition) -> Any:
    if column.kind == "text" and column.length is not None:
        return sa.String(column.length)
    if column.kind == "decimal" and column.precision is not None:
        return sa.Numeric(column.precision, column.scale)
    if column.kind == "moment":
        return sa.DateTime(timezone=True)
    return sa.Integer() if column.is_short else KINDS[column.kind].type


def _index(index: IndexDefinition) -> sa.Index:
    parts = [
        column if column is not None else sa.text(part)
        for part, column in zip(index.parts, index.columns, strict=True)
    ]
    where = sa.text(index.where) if index.where is not None else None
    return sa.Index(index.name, *parts, unique=index.unique, sqlite_where=where, postgresql_where=where)
