"""Making a backup, while the installation serves."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask import Flask
from sqlalchemy import Connection, inspect, make_url, select

from core.backup.definitions import definition_of
from core.backup.manifest import MANIFEST, Manifest, TableEntry
from core.column_kinds import kind_of, row_to_json, typed_table
from core.config import Settings
from core.database import Base, db, now, reading
from core.schema import CORE, recorded_revisions
from core.tools.tables import plugin_tables

LEFT_OUT = ("address", "jobs.db", "backups", ".")
"""What begins so in ``home`` is not copied, nor the database's own files: their rows are."""
_BATCH = 1000


def write_backup(app: Flask, target: Path | None = None, *, label: str = "hutong") -> Path:
    """Write everything into one file that only its owner may read; gives the file.

    Without a `target` it is made in ``home/backups``. One that exists is left alone: `FileExistsError`.
    """
    settings: Settings = app.extensions["hutong.settings"]
    target = target or settings.home / "backups" / f"{label}-{now():%Y%m%d-%H%M%S-%f}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    try:
        with TemporaryDirectory(dir=target.parent) as folder, _open_private(unfinished) as file:
            manifest = _dump_tables(app, Path(folder))
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
                archive.add(_written(manifest, Path(folder)), MANIFEST)
                for table in manifest.tables:
                    archive.add(Path(folder) / table.name, f"tables/{table.name}.jsonl")
                for path in _files(settings):
                    archive.add(path, f"home/{path.relative_to(settings.home)}", recursive=False)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def write_tables(app: Flask, plugin: str, target: Path) -> int:
    """Write a plugin's tables alone, in the format of a backup; gives how many rows. Installed or not.

    A file that exists is left alone: `FileExistsError`.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    with TemporaryDirectory(dir=target.parent) as folder, _open_private(target) as file:
        manifest = _dump_tables(app, Path(folder), only=plugin)
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            archive.add(_written(manifest, Path(folder)), MANIFEST)
            for table in manifest.tables:
                archive.add(Path(folder) / table.name, f"tables/{table.name}.jsonl")
    return sum(table.rows for table in manifest.tables)


def _open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _dump_tables(app: Flask, folder: Path, *, only: str = "") -> Manifest:
    """All tables as they are at one moment, or a plugin's alone."""
    with app.app_context(), reading(), db.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        units = {
            name: revision for name, revision in recorded_revisions(connection).items() if only in ("", name)
        }
        wanted = {table.name for table in plugin_tables(connection, only)} if only else None
        of_plugins = tuple(f"{name}_" for name in {only} - {""} or units if name != CORE)
        return Manifest(
            made_at=now(),
            units=units,
            tables=[
                _dump_table(connection, name, columns, folder / name).model_copy(
                    update={
                        "definition": definition_of(connection, name, columns)
                        if name.startswith(of_plugins)
                        else None
                    }
                )
                for name, columns in _tables(connection)
                if wanted is None or name in wanted
            ],
        )


def _tables(connection: Connection) -> Iterator[tuple[str, dict[str, str]]]:
    """Every table there is with its columns by kind; the models know kinds that SQLite does not."""
    inspector = inspect(connection)
    for name in sorted(inspector.get_table_names()):
        if not name.startswith("alembic_version"):
            known = Base.metadata.tables.get(name)
            yield (
                name,
                {
                    column["name"]: kind_of(
                        known.columns[column["name"]].type
                        if known is not None and column["name"] in known.columns
                        else column["type"]
                    )
                    for column in inspector.get_columns(name)
                },
            )


def _dump_table(connection: Connection, name: str, columns: dict[str, str], file: Path) -> TableEntry:
    """Rows in the order of their keys: how they lie on disk could tell in which order people wrote."""
    table = typed_table(name, columns)
    digest, count = hashlib.sha256(), 0
    keys = inspect(connection).get_pk_constraint(name)["constrained_columns"] or list(columns)
    sorted_rows = select(table).order_by(*(table.columns[key] for key in keys))
    rows = connection.execution_options(yield_per=_BATCH).execute(sorted_rows)
    with file.open("wb") as lines:
        for row in rows:
            line = json.dumps(row_to_json(tuple(row), columns), ensure_ascii=False).encode() + b"\n"
            lines.write(line)
            digest.update(line)
            count += 1
    return TableEntry(name=name, columns=columns, rows=count, sha256=digest.hexdigest())


def _written(manifest: Manifest, folder: Path) -> Path:
    path = folder / MANIFEST
    path.write_text(manifest.model_dump_json(indent=2))
    return path


def _files(settings: Settings) -> Iterator[Path]:
    database = Path(make_url(settings.database).database or "hutong.db").name
    for path in sorted(settings.home.rglob("*")):
        first = path.relative_to(settings.home).parts[0]
        if path.is_file() and not first.startswith((database, *LEFT_OUT)):
            yield path
