"""Which rows a piece of work brings into being, whoever makes them.

A template's content is made by tools that the core knows nothing of. Instead of asking each of them what it
made and how to take it away, the session is watched: every row of the tenant that it flushes for the first
time is named with its table, its id and a digest of what it says. A row whose digest is the same later on is
untouched since.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, event, select
from sqlalchemy.orm import Mapper, Session

from core.database import Base, db
from core.sharing.models import ShareLink
from core.tenancy import TenantOwned


class Witnessed(NamedTuple):
    """A row that came into being: its table, its id, and a digest of what it said then."""

    table: str
    id: uuid.UUID
    digest: str


@contextmanager
def witnessed(session: Session, tools: Iterable[str]) -> Iterator[list[Witnessed]]:
    """The list is filled at the end: new rows of `tools`, and links to them.

    Other rows of the core (the ledger, mails to send, photos) are not listed: they stay in any case.
    """
    new: list[tuple[str, uuid.UUID]] = []
    prefixes = tuple(f"{tool}_" for tool in tools)

    def note(session: Session, _context: Any) -> None:
        for row in session.new:
            table = getattr(type(row), "__tablename__", "")
            if isinstance(row, TenantOwned) and (isinstance(row, ShareLink) or table.startswith(prefixes)):
                new.append((table, row.id))

    found: list[Witnessed] = []
    event.listen(session, "after_flush", note)
    try:
        yield found
        session.flush()
    finally:
        event.remove(session, "after_flush", note)
    session.expire_all()
    rows = rows_of(new)
    found += [
        Witnessed(table, row_id, digest(rows[table, row_id]))
        for table, row_id in new
        if (table, row_id) in rows
    ]


def rows_of(
    names: Iterable[tuple[str, uuid.UUID]], *, hold: bool = False
) -> dict[tuple[str, uuid.UUID], Any]:
    """Those rows of the tenant in scope that are there, by table and id.

    With `hold` nobody changes them, or adds a row that belongs to one of them, until the commit.
    """
    wanted: dict[str, set[uuid.UUID]] = {}
    for table, row_id in names:
        wanted.setdefault(table, set()).add(row_id)
    known = mappers()
    return {
        (table, row.id): row
        for table, ids in wanted.items()
        if table in known
        for row in db.session.scalars(_named(known[table].class_, ids, hold=hold))
    }


def _named(model: Any, ids: set[uuid.UUID], *, hold: bool) -> Select[Any]:
    found = select(model).where(model.id.in_(ids)).order_by(model.id)
    return found.with_for_update().execution_options(populate_existing=True) if hold else found


def mappers() -> Mapping[str, Mapper[Any]]:
    """The mapper of every table of tenants."""
    return {
        mapper.local_table.name: mapper
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, TenantOwned) and isinstance(mapper.local_table, Table)
    }


def values_of(row: Any) -> dict[str, Any]:
    """All that a row says, also what is loaded only when asked for."""
    return {name: getattr(row, name) for name in sorted(type(row).__mapper__.column_attrs.keys())}


def digest(row: Any) -> str:
    """A name for what a row says."""
    said = repr([(name, _plain(value)) for name, value in values_of(row).items()])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _plain(value: Any) -> Any:
    """The same on every database: JSON may come back in another order, a moment in another zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return sorted((name, _plain(inner)) for name, inner in value.items())
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
