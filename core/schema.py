"""The schema of the database: the core's tables and each plugin's, every one with its own history.

A *unit* is a line of Alembic revisions with a version table of its own (``alembic_version_core``,
``alembic_version_survey``). Uninstalling a plugin leaves the others' histories whole. All units share one
Alembic environment, ``migrations/env.py``.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect

from core import tables  # noqa: F401 - every table of the core is known from here on
from core.config import data_folder
from core.database import db, reading, writing
from core.plugin_manager import PluginEngine
from core.tenants.absence import VERSION_TABLE

CORE = "core"
_LOCK = 0x4855544F4E47
"""PostgreSQL's advisory lock of all upgrades: "HUTONG"."""

log = logging.getLogger("hutong.schema")


class SchemaError(RuntimeError):
    """The schema cannot be brought up to date; the message says why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of revisions. `others` names all plugins: their tables are not the core's."""

    name: str
    versions: Path
    others: frozenset[str] = frozenset()

    @property
    def version_table(self) -> str:
        """Where the database remembers how far this unit has come."""
        return f"{VERSION_TABLE}{self.name}"

    def owns(self, table: str) -> bool:
        """Whether a table belongs to this unit, by its prefix."""
        prefix = table.partition("_")[0]
        if table.startswith("alembic_version"):
            return False
        return prefix == self.name if self.name != CORE else prefix not in self.others

    def filters(self) -> dict[str, Any]:
        """Alembic's options that leave other units' tables out of a comparison."""
        return {
            "include_name": lambda name, kind, _parents: kind != "table" or self.owns(name or ""),
            "include_object": lambda item, _name, kind, *_: kind != "table" or self.owns(item.name),
        }

    def config(self, connection: Connection | None = None) -> Config:
        """Alembic's configuration of this unit."""
        config = Config(stdout=StringIO())
        config.set_main_option("script_location", _escaped(migrations_folder()))
        config.set_main_option("version_locations", _escaped(self.versions))
        config.set_main_option("path_separator", "newline")
        config.attributes.update(connection=connection, unit=self)
        return config

    def current(self, connection: Connection) -> str | None:
        """The revision the database is at."""
        context = MigrationContext.configure(connection, opts={"version_table": self.version_table})
        return context.get_current_revision()

    def knows(self, revision: str) -> bool:
        """Whether there is such a revision."""
        return any(
            script.revision == revision
            for script in ScriptDirectory.from_config(self.config()).walk_revisions()
        )

    def head(self) -> str | None:
        """The newest revision there is."""
        return ScriptDirectory.from_config(self.config()).get_current_head()


def migrations_folder() -> Path:
    """Where env.py and the core's revisions lie."""
    return data_folder("migrations")


def schema_units(app: Flask) -> list[Unit]:
    """The core first, then every plugin that has revisions."""
    engine: PluginEngine = app.extensions["hutong.plugins"]
    folders = {name: Path(engine.module(name).__file__).parent for name in engine.names}
    core = Unit(CORE, migrations_folder() / "versions", frozenset(engine.names))
    plugins = [Unit(name, folder / "migrations" / "versions") for name, folder in folders.items()]
    return [core, *(unit for unit in plugins if unit.versions.is_dir())]


def recorded_revisions(connection: Connection) -> dict[str, str]:
    """How far each unit has come in this database, the core first; of plugins too that are not installed."""
    names = [
        table.removeprefix(VERSION_TABLE)
        for table in inspect(connection).get_table_names()
        if table.startswith(VERSION_TABLE)
    ]
    revisions = {
        name: Unit(name, Path()).current(connection)
        for name in sorted(names, key=lambda name: (name != CORE, name))
    }
    return {name: revision for name, revision in revisions.items() if revision}


def record_revision(connection: Connection, name: str, revision: str) -> None:
    """Say how far a plugin's tables have come that were built without its code."""
    table = Table(
        Unit(name, Path()).version_table, MetaData(), Column("version_num", String(32), primary_key=True)
    )
    table.create(connection)
    connection.execute(table.insert().values(version_num=revision))


def refuse_newer_database(app: Flask) -> None:
    """Raises `SchemaError` where a unit has come further in the database than its code knows."""
    with app.app_context(), reading(), db.engine.connect() as connection:
        recorded = recorded_revisions(connection)
    for unit in schema_units(app):
        revision = recorded.get(unit.name)
        if revision is not None and not unit.knows(revision):
            raise SchemaError(_too_new(unit, revision))


def _too_new(unit: Unit, revision: str) -> str:
    what = "this Hutong" if unit.name == CORE else f"the installed version of {unit.name}"
    return (
        f"{unit.name}: the database is at revision {revision}, which {what} does not have (its newest is "
        f"{unit.head()}). Nothing was changed. Install the version that was here before, or a later one; "
        "or restore the backup from before the upgrade into an empty HUTONG_HOME."
    )


def pending_units(app: Flask) -> list[Unit]:
    """The units whose newest revision the database does not have yet."""
    with app.app_context(), reading(), db.engine.connect() as connection:
        return [unit for unit in schema_units(app) if unit.current(connection) != unit.head()]


def upgrade_schema(app: Flask) -> list[str]:
    """Bring every unit to its newest revision, all in one transaction; gives the names of those that moved.

    Several processes may call it at once: one works, the others wait and find nothing to do.
    Raises `SchemaError` where the database is newer than the code.
    """
    refuse_newer_database(app)
    pending = pending_units(app)
    if pending:
        with app.app_context(), migrating(db.engine) as connection:
            upgrade_units(connection, pending)
    return [unit.name for unit in pending]


def build_schema_if_empty(app: Flask) -> None:
    """A database without any table gets all of them, so that a first command may be any command."""
    with app.app_context(), reading(), db.engine.connect() as connection:
        is_empty = not inspect(connection).get_table_names()
    if is_empty:
        upgrade_schema(app)


def upgrade_units(connection: Connection, units: Sequence[Unit], revision: str = "head") -> None:
    """Upgrade `units` on a connection of `migrating`."""
    for unit in units:
        log.info("upgrading %s to %s", unit.name, revision)
        try:
            command.upgrade(unit.config(connection), revision)
        except CommandError as error:
            msg = f"{unit.name}: there is no way to revision {revision} ({error})"
            raise SchemaError(msg) from error


def downgrade_unit(connection: Connection, unit: Unit, revision: str) -> None:
    """Take `unit` back to `revision` (``base`` for nothing) on a connection of `migrating`."""
    command.downgrade(unit.config(connection), revision)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection inside one transaction in which tables may be rebuilt.

    SQLite rebuilds a table by dropping it, which would empty tables that cascade from it: foreign keys are
    off, outside the transaction as SQLite demands, and all references are checked before the commit.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with writing(), engine.connect() as connection:
        _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
                _check_references(connection)
        finally:
            _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            msg = f"a row of {broken[0]} refers to one of {broken[2]} that does not exist"
            raise SchemaError(msg)


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
