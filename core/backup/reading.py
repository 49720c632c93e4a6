"""Restoring a backup into an empty installation."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Set as AbstractSet
from itertools import islice
from pathlib import Path

from flask import Flask
from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, inspect

from core.backup.definitions import build_tables
from core.backup.foreign_keys import without_foreign_keys
from core.backup.manifest import FORMAT, MANIFEST, Manifest, TableEntry
from core.column_kinds import row_from_json, typed_table
from core.config import Settings
from core.database import db
from core.schema import migrating, record_revision, schema_units, upgrade_units

_BATCH = 500


class RestoreError(RuntimeError):
    """A backup that cannot be restored here; the message says why. Nothing was changed."""


def restore_backup(app: Flask, file: Path) -> Manifest:
    """Fill an empty installation from `file` and bring it up to date.

    The data of a plugin that is not installed comes too, and waits for it. Raises `RestoreError` where the
    installation is not empty, or the file is damaged or of a newer release.
    """
    settings: Settings = app.extensions["hutong.settings"]
    try:
        with tarfile.open(file, "r:gz") as archive, app.app_context(), migrating(db.engine) as connection:
            manifest = _manifest(archive)
            _refuse_filled(connection, settings.home)
            _restore_tables(app, archive, manifest, connection)
            _restore_files(archive, settings.home)
    except (OSError, EOFError, tarfile.TarError) as error:
        msg = f"{file} cannot be read: {error}"
        raise RestoreError(msg) from error
    return manifest


def _manifest(archive: tarfile.TarFile) -> Manifest:
    member = archive.next()
    found = archive.extractfile(member) if member is not None and member.name == MANIFEST else None
    if found is None:
        raise RestoreError("this is no backup of Hutong")
    try:
        manifest = Manifest.model_validate_json(found.read())
    except ValidationError as error:
        raise RestoreError("the backup's manifest is damaged") from error
    if manifest.format != FORMAT:
        msg = f"the backup has format {manifest.format}; this Hutong reads {FORMAT}"
        raise RestoreError(msg)
    return manifest


def _refuse_filled(connection: Connection, home: Path) -> None:
    if inspect(connection).get_table_names():
        msg = f"this installation has data already ({home}); restore into an empty HUTONG_HOME"
        raise RestoreError(msg)


def _restore_tables(app: Flask, archive: tarfile.TarFile, manifest: Manifest, connection: Connection) -> None:
    """Build the schema as it was when the backup was made, fill it, and bring it up to date."""
    units = {unit.name: unit for unit in schema_units(app)}
    for name in manifest.units.keys() & units.keys():
        if not units[name].knows(manifest.units[name]):
            msg = f"the backup is newer than {name} here: it is at revision {manifest.units[name]}"
            raise RestoreError(msg)
    for name, revision in manifest.units.items():
        if name in units:
            upgrade_units(connection, [units[name]], revision)
    _build_absent(connection, manifest, manifest.units.keys() - units.keys())
    with without_foreign_keys(connection):
        for entry in manifest.tables:
            connection.execute(delete(typed_table(entry.name, entry.columns)))
        for entry in manifest.tables:
            _fill(connection, entry, archive)
    upgrade_units(connection, [unit for unit in units.values() if unit.current(connection) != unit.head()])


def _build_absent(connection: Connection, manifest: Manifest, absent: AbstractSet[str]) -> None:
    """The tables of plugins that are not installed, as they were, at the revision they were at."""
    for name in sorted(absent):
        entries = [entry for entry in manifest.tables if entry.name.startswith(f"{name}_")]
        definitions = {entry.name: entry.definition for entry in entries if entry.definition is not None}
        if len(definitions) < len(entries):
            msg = f"the backup has data of {name}, which is not installed here"
            raise RestoreError(msg)
        build_tables(connection, definitions)
        record_revision(connection, name, manifest.units[name])


def _fill(connection: Connection, entry: TableEntry, archive: tarfile.TarFile) -> None:
    table = typed_table(entry.name, entry.columns)
    member = archive.next()
    lines = archive.extractfile(member) if member and member.name == f"tables/{entry.name}.jsonl" else None
    if lines is None:
        msg = f"the backup lacks the rows of {entry.name}"
        raise RestoreError(msg)
    digest = hashlib.sha256()
    while batch := list(islice(lines, _BATCH)):
        digest.update(b"".join(batch))
        connection.execute(insert(table), [row_from_json(json.loads(line), entry.columns) for line in batch])
    if digest.hexdigest() != entry.sha256:
        msg = f"the rows of {entry.name} are not those that were saved"
        raise RestoreError(msg)


def _restore_files(archive: tarfile.TarFile, home: Path) -> None:
    """Pictures and the signing key, for their owner's eyes only; never outside `home`."""
    while member := archive.next():
        target = (home / member.name.removeprefix("home/")).resolve()
        source = archive.extractfile(member)
        if source is None or not target.is_relative_to(home.resolve()):
            msg = f"the backup holds something strange: {member.name}"
            raise RestoreError(msg)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600)
        with target.open("wb") as file:
            shutil.copyfileobj(source, file)
