"""Filling tables in any order: foreign keys are taken off PostgreSQL's tables and put back, checked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Inside, rows may come before what they refer to. On SQLite `migrating` has seen to that already."""
    if connection.dialect.name != "postgresql":
        yield
        return
    keys = connection.exec_driver_sql(_FOREIGN_KEYS).all()
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
