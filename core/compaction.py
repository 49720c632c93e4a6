"""Taking the order of writing out of the database's files.

Random keys do not hide in which order rows came: it shows in where they lie, in what was deleted and not yet
overwritten, and on PostgreSQL in each row's transaction number. A rewrite in the order of the keys, all in
one transaction, leaves none of that. PostgreSQL's log of changes (WAL and its archive) knows the order until
it is recycled.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, text

from core.database import Base, db, now, sole_writer
from core.jobs.operations import enqueue
from core.jobs.registry import Job

LOCK_SECONDS = 5
"""How long a rewrite waits for others on PostgreSQL, while new statements wait for it; it is tried again."""


class CompactionBusyError(RuntimeError):
    """Somebody was reading all the time; the job comes again."""


def forget_order_of_writing(*models: type[Base]) -> None:
    """Ask for a rewrite of these tables soon, for all tenants; once in an hour is enough.

    Tables that refer to each other are named together. SQLite rewrites its whole file.
    """
    names = sorted(model.__tablename__ for model in models)
    key = f"compaction.rewrite/{names[0]}/{now():%Y-%m-%dT%H}"
    enqueue("compaction.rewrite", {"tables": names}, key=key)


def rewrite(payload: Mapping[str, Any]) -> None:
    """Lay the rows of some tables down anew, in the order of their keys."""
    if db.engine.dialect.name == "sqlite":
        _vacuum()
        return
    chosen = [table for table in Base.metadata.sorted_tables if table.name in payload["tables"]]
    with db.engine.begin() as connection:
        _relay(connection, chosen)


def _vacuum() -> None:
    """Write SQLite's file anew and empty its log. Raises `CompactionBusyError`."""
    with sole_writer(), closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (is_busy, *_pages) = cursor.fetchone() or (True,)
        cursor.close()
    if is_busy:
        raise CompactionBusyError


def _relay(connection: Connection, tables: Sequence[Table]) -> None:
    """Copy, empty and fill again, parents first.

    CLUSTER would sort the rows but keep the number of the transaction that wrote each.
    """

    def run(statement: str) -> None:
        connection.execute(text(statement))

    names = ", ".join(table.name for table in tables)
    run(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    run(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    for table in tables:
        run(f"CREATE TEMPORARY TABLE relaid_{table.name} ON COMMIT DROP AS TABLE {table.name}")
    run(f"TRUNCATE {names}")
    for table in tables:
        key = ", ".join(column.name for column in table.primary_key)
        run(f"INSERT INTO {table.name} SELECT * FROM relaid_{table.name} ORDER BY {key}")  # noqa: S608 - names of models


JOBS = {"compaction.rewrite": Job(rewrite, one_transaction=False)}
