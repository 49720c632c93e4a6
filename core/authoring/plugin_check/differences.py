"""What revisions build, compared with what the models say, in words."""

from collections.abc import Iterator
from typing import Any


def in_words(differences: list[Any]) -> Iterator[str]:
    """A line for each difference that Alembic found."""
    for found in differences:
        for one in found if isinstance(found, list) else [found]:
            yield _words(one)


def _words(found: tuple[Any, ...]) -> str:
    match found:
        case ("add_table", table):
            return f"no revision makes the table {table.name}"
        case ("remove_table", table):
            return f"a revision makes the table {table.name}, which no model has"
        case ("add_column", _, table, column):
            return f"no revision makes the column {table}.{column.name}"
        case ("remove_column", _, table, column):
            return f"a revision makes the column {table}.{column.name}, which no model has"
        case (("add_index" | "add_constraint" | "add_fk") as what, key):
            return f"no revision makes the {what.removeprefix('add_')} {key.name}"
        case (("remove_index" | "remove_constraint" | "remove_fk") as what, key):
            return f"a revision makes the {what.removeprefix('remove_')} {key.name}, which no model has"
        case (what, _, table, column, *_):
            return f"{table}.{column}: the models differ in {what.removeprefix('modify_')}"
        case _:
            return str(found[0])
