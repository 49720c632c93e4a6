"""Contract: revisions build exactly what the models say, keys carry the tenant, and going back keeps rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, inspect, select

from core.authoring.plugin_check.differences import in_words
from core.authoring.plugin_check.keys import key_faults
from core.database import Base, db, writing
from core.revisions import differences
from core.schema import Unit, downgrade_unit, migrating, schema_units, upgrade_schema, upgrade_units
from core.testing.application import open_tenant, running, throw_away_settings
from core.testing.contracts.verdict import expect_none
from core.testing.databases import databases_of
from core.testing.samples import sample_arguments

Rows = dict[str, list[dict[str, Any]]]


class SchemaContract:
    """An empty database, upgraded, filled, taken down and up again."""

    plugin: str
    packages: list[str]

    @pytest.mark.on_both_databases
    def test_revisions_build_the_models_and_keep_rows_on_the_way_down_and_up(
        self, contract_database: str, tmp_path: Path
    ) -> None:
        url = databases_of(contract_database).create(tmp_path)
        try:
            with running(throw_away_settings(tmp_path / "home", url), self.packages) as app:
                upgrade_schema(app)
                units = [unit for unit in schema_units(app) if unit.name == self.plugin]
                assert units, f"{self.plugin} has no migrations/versions"
                with app.app_context(), db.engine.connect() as connection:
                    expect_none(in_words(differences(connection, units[0])))
                tables = [table for name, table in Base.metadata.tables.items() if units[0].owns(name)]
                expect_none(key_faults(tables))
                tenant = open_tenant(app, "corner")
                with tenant.scope():
                    sample_arguments(app, self.plugin)
                expect_none(lost_on_the_way(app, units))
        finally:
            databases_of(contract_database).drop(url)


def lost_on_the_way(app: Flask, units: Sequence[Unit]) -> list[str]:
    """Tables whose rows are other ones after all `units` went down to their first revision and up again."""
    written = _all_rows(app)
    with app.app_context(), migrating(db.engine) as connection:
        for unit in units:
            downgrade_unit(connection, unit, "0001")
        first = {table: _columns(connection, table) for table in inspect(connection).get_table_names()}
        upgrade_units(connection, units)
    now = _all_rows(app)
    return [
        f"{table}: its rows are not what they were"
        for table in written
        if table in first and _only(written[table], first[table]) != _only(now.get(table, []), first[table])
    ]


def _all_rows(app: Flask) -> Rows:
    """Every table that holds something, each row as a dictionary."""
    with app.app_context(), writing():
        connection = db.session.connection()
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
            if inspect(connection).has_table(table.name)
        }
    return {table: rows for table, rows in found.items() if rows}


def _columns(connection: Connection, table: str) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table)}


def _only(rows: list[dict[str, Any]], columns: set[str]) -> list[str]:
    """The rows without columns that came later, in an order that does not depend on the database."""
    return sorted(repr({name: row[name] for name in sorted(columns & row.keys())}) for row in rows)
