"""``hutong backup`` and ``hutong restore``."""

from pathlib import Path

import click

from core.backup.reading import restore_backup
from core.backup.writing import write_backup
from core.commands.output import note, say
from core.this_app import this_app


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Write everything into one file: all rows, pictures, the signing key. Keep it where it is safe."""
    say(str(write_backup(this_app(), file)))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty installation (a fresh HUTONG_HOME or database) from a backup."""
    manifest = restore_backup(this_app(), file)
    rows = sum(table.rows for table in manifest.tables)
    note(f"restored {rows} rows as of {manifest.made_at:%Y-%m-%d %H:%M} UTC")
