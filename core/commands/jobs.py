"""``hutong job …``: work that was given up."""

import click

from core.commands.output import as_json, note, show_json, show_table
from core.database import db, writing
from core.jobs.operations import retry_parked_jobs
from core.jobs.queries import parked_jobs


@click.group()
def job() -> None:
    """Work after the answer that failed five times and waits for you."""


@job.command("list")
@as_json
def show(as_json: bool) -> None:
    """What was given up, newest first, and why."""
    found = [
        {
            "kind": row.kind,
            "tenant": str(row.tenant_id or ""),
            "since": f"{row.parked_at:%Y-%m-%d %H:%M}",
            "failed": row.failed,
        }
        for row in parked_jobs()
    ]
    if as_json:
        show_json(found)
    elif found:
        show_table(found, ["since", "kind", "failed"])
    else:
        note("nothing was given up")


@job.command()
def retry() -> None:
    """Try all of it again."""
    with writing():
        count = retry_parked_jobs()
        db.session.commit()
    note(f"{count} jobs are tried again")
