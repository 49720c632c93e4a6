"""``hutong db …``: bring the schema up to date; write a revision."""

import click
from flask import current_app

from core.commands.output import say
from core.revisions import write_revision
from core.schema import upgrade_schema


@click.group("db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Bring the schema up to date; a backup is made before where there is anything to lose."""
    moved = upgrade_schema(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    say(f"upgraded: {', '.join(moved)}" if moved else "nothing to do")


@database.command()
@click.argument("unit", metavar="PLUGIN|core")
@click.option("-m", "--message", required=True, help="What changes, e.g. 'Answers can be flagged.'")
def revision(unit: str, message: str) -> None:
    """Write the next revision of a plugin or of the core from what its models say."""
    try:
        file = write_revision(current_app._get_current_object(), unit, message)  # type: ignore[attr-defined]  # noqa: SLF001
    except LookupError as error:
        raise click.UsageError(str(error)) from error
    say(str(file))
