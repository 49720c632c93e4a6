"""Writing a revision: for authors, by ``hutong db revision``.

The models are compared with what the existing revisions build on a fresh SQLite database, so the author's
own data plays no part and the answer is the same on every machine.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, create_engine

from core.database import Base, prepare_engine
from core.plugin_manager import PluginEngine
from core.schema import Unit, migrating, migrations_folder, schema_units, upgrade_units


def write_revision(app: Flask, name: str, message: str) -> Path:
    """Write the next revision of a plugin or of the core and give its file.

    Raises `LookupError` for an unknown plugin.
    """
    unit = _unit_named(app, name)
    unit.versions.mkdir(parents=True, exist_ok=True)
    known = len(list(unit.versions.glob("[0-9]*.py")))
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/fresh.db")
        prepare_engine(engine)
        with migrating(engine) as connection:
            upgrade_units(connection, [other for other in schema_units(app) if other.head()])
            made: Any = command.revision(
                unit.config(connection), message, autogenerate=True, rev_id=f"{known + 1:04d}"
            )
        engine.dispose()
    return _tidied(Path(made.path))


def differences(connection: Connection, unit: Unit) -> list[object]:
    """What the database lacks or has too much of, compared with the models of `unit`; empty: the same."""
    options = {"version_table": unit.version_table, **unit.filters()}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def _unit_named(app: Flask, name: str) -> Unit:
    engine: PluginEngine = app.extensions["hutong.plugins"]
    if name == "core":
        return Unit("core", migrations_folder() / "versions", frozenset(engine.names))
    if name not in engine.names:
        msg = f"no plugin is called {name!r}; there are: {', '.join(['core', *engine.names])}"
        raise LookupError(msg)
    return Unit(name, Path(engine.module(name).__file__).parent / "migrations" / "versions")


def _tidied(file: Path) -> Path:
    """Take Alembic's remarks out and bring the file to the house format where ruff is installed."""
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ### " not in line))
    if importlib.util.find_spec("ruff"):
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(file)], check=False)  # noqa: S603 - our own file
    return file
