"""``hutong db …``: bring the schema up to date; write a revision."""

import click

from core.backup.upgrading import upgrade_with_backup
from core.commands.output import note, say
from core.revisions import write_revision
from core.this_app import this_app
from core.tools.absence import remember_tools


@click.group("db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Bring the schema up to date; a backup is made before where there is anything to lose."""
    moved, backup = upgrade_with_backup(this_app())
    remember_tools(this_app())
    if backup:
        note(f"backup before the upgrade: {backup}")
    say(f"upgraded: {', '.join(moved)}" if moved else "nothing to do")


@database.command()
@click.argument("unit", metavar="PLUGIN|core")
@click.option("-m", "--message", required=True, help="What changes, e.g. 'Answers can be flagged.'")
def revision(unit: str, message: str) -> None:
    """Write the next revision of a plugin or of the core from what its models say."""
    try:
        file = write_revision(this_app(), unit, message)
    except LookupError as error:
        raise click.UsageError(str(error)) from error
    say(str(file))
