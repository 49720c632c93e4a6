"""A plugin's tables as they lie in the database: read off it, so that the plugin's code is not needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import sqlalchemy as sa

from core.column_kinds import kind_of, typed_table
from core.database import Base
from core.tenants.absence import VERSION_TABLE

CORE_PACKAGE = "core."


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key to a table of the same plugin. `column` beside the tenant can be emptied, or is ''."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class PluginTable:
    """A table with its columns by kind. Statements on its clause say the tenant: no guard sees to it."""

    name: str
    kinds: dict[str, str]
    references: tuple[Reference, ...]

    @property
    def clause(self) -> sa.TableClause:
        """The table as statements name it."""
        return typed_table(self.name, self.kinds)


def plugin_tables(connection: sa.Connection, plugin: str) -> list[PluginTable]:
    """The tables of a plugin by name, whatever it is called: never one of the core, nor of the revisions."""
    inspector = sa.inspect(connection)
    return [
        _table(inspector, name)
        for name in sorted(inspector.get_table_names())
        if name.startswith(f"{plugin}_") and not name.startswith(VERSION_TABLE) and not _is_of_core(name)
    ]


def prefixes_of_core() -> frozenset[str]:
    """What tables begin with that no plugin owns: the core's, and those of all revisions."""
    names = {mapper.local_table.name for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    return frozenset(name.partition("_")[0] for name in {VERSION_TABLE, *filter(_is_of_core, names)})


def deletion_plan(
    tables: Sequence[PluginTable],
) -> tuple[list[tuple[PluginTable, str]], list[PluginTable]]:
    """In which order rows can be deleted: those first that nothing else refers to.

    Where tables refer to each other in a circle, columns come before that have to be emptied.
    """
    emptied: set[tuple[str, str]] = set()
    by_name = {table.name: table for table in tables}
    while True:
        try:
            order = list(TopologicalSorter(_referrers(tables, emptied)).static_order())
        except CycleError as error:
            circle = set(error.args[1])
            found = {
                (table.name, reference.column)
                for table in tables
                for reference in table.references
                if reference.column and table.name in circle and reference.table in circle
            }
            if not found - emptied:
                raise
            emptied |= found
        else:
            return [(by_name[name], column) for name, column in sorted(emptied)], [by_name[n] for n in order]


def _referrers(tables: Sequence[PluginTable], emptied: set[tuple[str, str]]) -> dict[str, set[str]]:
    """By table, the tables that refer to it and so have to be deleted before."""
    found: dict[str, set[str]] = {table.name: set() for table in tables}
    for table in tables:
        for reference in table.references:
            if reference.table != table.name and (table.name, reference.column) not in emptied:
                found[reference.table].add(table.name)
    return found


def _table(inspector: sa.Inspector, name: str) -> PluginTable:
    """The models know kinds that SQLite does not."""
    known = Base.metadata.tables.get(name)
    columns = inspector.get_columns(name)
    empty = {column["name"] for column in columns if column["nullable"]}
    prefix = name.partition("_")[0]
    return PluginTable(
        name,
        {
            column["name"]: kind_of(
                known.columns[column["name"]].type
                if known is not None and column["name"] in known.columns
                else column["type"]
            )
            for column in columns
        },
        tuple(
            Reference(key["referred_table"], next(iter(empty & {*key["constrained_columns"]}), ""))
            for key in inspector.get_foreign_keys(name)
            if key["referred_table"].startswith(f"{prefix}_") and not _is_of_core(key["referred_table"])
        ),
    )


def _is_of_core(name: str) -> bool:
    return any(
        mapper.local_table.name == name and mapper.class_.__module__.startswith(CORE_PACKAGE)  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
    )
