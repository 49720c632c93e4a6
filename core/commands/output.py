"""How commands speak: results to standard output, as text or as JSON; everything else to standard error."""

import json
from typing import Any

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def say(text: str) -> None:
    """Print a result."""
    click.echo(text)


def note(text: str) -> None:
    """Print what is not the result: progress, hints."""
    click.echo(text, err=True)


def show_json(value: Any) -> None:
    """Print `value` as JSON, Chinese readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(rows: list[dict[str, Any]], columns: list[str]) -> None:
    """Print `rows` as columns of the widths they need."""
    texts = [[str(row[column]) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *texts, strict=True)]
    for line in [columns, *texts]:
        say("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
