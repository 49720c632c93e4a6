"""How tenants are kept apart: the boundary, on one page.

A table of a tenant derives from `TenantOwned`. Its rows can be read and written only by a session that
was bound to one tenant with `tenant_scope`; then every ORM statement is narrowed to that tenant, and
every row that goes in is checked. Outside a scope such a statement raises `TenantScopeError`.
`all_tenants_unsafe` is the one way round it; its callers are listed in tests/house/test_escape_hatch.py.

The guard looks at the tables a statement touches, not at its mappers (``select(count()).select_from(A)``
has none). It does not see ``text()``, ``session.connection()`` and the engine, which are banned outside
the core by lint. Behind it stand composite foreign keys: the database refuses what crosses tenants.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Table, Uuid, event, inspect
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Relationship,
    Session,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.sql import Delete, Insert, Update, visitors
from sqlalchemy.sql.elements import BindParameter
from uuid6 import uuid7

from core.database import db


class TenantScopeError(RuntimeError):
    """A tenant's table was touched outside its scope, or a scope was changed half-way."""


class TenantOwned:
    """Mixin of a table whose rows belong to one tenant: primary key ``(tenant_id, id)``."""

    @declared_attr
    @classmethod
    def tenant_id(cls) -> Mapped[uuid.UUID]:
        """The owner; stamped by the session, first in the primary key (hence the sort order)."""
        return mapped_column(
            Uuid(),  # said explicitly: the guard's criterion is first read off this mixin, which has no type
            ForeignKey("tenant.id", ondelete="CASCADE"),
            primary_key=True,
            sort_order=-2,
            default=lambda: current_tenant_id(db.session()),
        )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


def tenant_foreign_key(
    column: str, table: str, *, ondelete: str | None = None, use_alter: bool = False
) -> ForeignKeyConstraint:
    """A composite foreign key ``(tenant_id, column) → table``, for ``__table_args__``.

    `ondelete` may be ``CASCADE``; ``SET NULL`` would null the tenant and is refused.
    """
    if ondelete not in (None, "CASCADE"):
        msg = f"ON DELETE {ondelete} is not possible with a composite key"
        raise ValueError(msg)
    return ForeignKeyConstraint(
        ["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete, use_alter=use_alter
    )


def tenant_relationship(owner: str, target: str, column: str, **options: Any) -> Relationship[Any]:
    """A many-to-one relationship ``owner.column → target`` over a composite key.

    Only `column` is foreign in the join: with both columns foreign SQLAlchemy would blank out the tenant
    when the other side is set to None. `owner` and `target` are class names.
    """
    join = f"and_({owner}.tenant_id == {target}.tenant_id, foreign({owner}.{column}) == {target}.id)"
    return relationship(target, primaryjoin=join, **options)


def current_tenant_id(session: Session) -> uuid.UUID:
    """The tenant this session is bound to. Raises `TenantScopeError` where it is bound to none."""
    tenant_id: uuid.UUID | None = session.info.get("tenant_id")
    if tenant_id is None:
        msg = "no tenant scope: use tenant_scope() first"
        raise TenantScopeError(msg)
    return tenant_id


def bind_tenant(session: Session, tenant_id: uuid.UUID) -> None:
    """Bind `session` to a tenant, once. Binding it to another one raises `TenantScopeError`.

    A fresh id is a subclass of UUID, whose type SQLAlchemy does not know; the guard would keep a statement
    without a type for all later requests. So it is made plain here.
    """
    tenant_id = uuid.UUID(int=tenant_id.int)
    bound = session.info.setdefault("tenant_id", tenant_id)
    if bound != tenant_id:
        msg = "a session takes one tenant only: its identity map would leak the first one's rows"
        raise TenantScopeError(msg)


@contextmanager
def tenant_scope(tenant_id: uuid.UUID) -> Iterator[None]:
    """Work as one tenant in the current session; a session serves one tenant for its whole life.

    Take a fresh application context for another tenant; it brings a session of its own.
    """
    bind_tenant(db.session(), tenant_id)
    yield


@contextmanager
def all_tenants_unsafe(reason: str) -> Iterator[None]:
    """Read across tenants: for the operator, jobs and counts. `reason` is for the reader of the code."""
    if not reason:
        msg = "say why"
        raise ValueError(msg)
    info = db.session().info
    before = info.get("all_tenants", False)
    info["all_tenants"] = True
    try:
        yield
    finally:
        info["all_tenants"] = before


def is_tenant_owned(table: Any) -> bool:
    """Whether `table` carries a tenant in its key."""
    return (
        isinstance(table, Table)
        and "tenant_id" in table.primary_key.columns
        and "id" in table.primary_key.columns
    )


def install_query_guard() -> None:
    """Attach the guard to every session; called once, when this module is imported."""
    event.listen(Session, "do_orm_execute", _guard_statement)
    event.listen(Session, "before_flush", _guard_flush)


def _guard_statement(state: ORMExecuteState) -> None:
    tables = _owned_tables(state.statement)
    if not tables or state.session.info.get("all_tenants"):
        return
    tenant_id = current_tenant_id(state.session)
    if isinstance(state.statement, Insert):
        _check_insert(state.statement, state.parameters, tenant_id)
        return
    if not state.is_orm_statement:
        names = ", ".join(sorted(table.name for table in tables))
        msg = f"select the mapped class instead of the table: {names}"
        raise TenantScopeError(msg)
    if isinstance(state.statement, Update) and "tenant_id" in _written_columns(state.statement):
        msg = "a row never changes its tenant"
        raise TenantScopeError(msg)
    state.statement = state.statement.options(
        with_loader_criteria(
            TenantOwned,
            lambda cls: cls.tenant_id == tenant_id,
            include_aliases=True,
            propagate_to_loaders=True,
        )
    )


def _owned_tables(statement: Any) -> set[Any]:
    found: set[Any] = {element for element in visitors.iterate(statement) if is_tenant_owned(element)}
    if isinstance(statement, Insert | Update | Delete) and is_tenant_owned(statement.table):
        found.add(statement.table)
    return found


def _written_columns(statement: Update) -> set[str]:
    values: Any = statement._values or {}  # noqa: SLF001 - SQLAlchemy has no public reader of SET
    return {getattr(column, "key", str(column)) for column in values}


def _check_insert(statement: Insert, parameters: Any, tenant_id: uuid.UUID) -> None:
    if statement.select is not None:
        msg = "INSERT … SELECT into a tenant's table is not guarded; load and add instead"
        raise TenantScopeError(msg)
    for row in _inserted_rows(statement, parameters):
        given = row.get("tenant_id", tenant_id)
        if (given.value if isinstance(given, BindParameter) else given) != tenant_id:
            msg = "a row of another tenant was about to be written"
            raise TenantScopeError(msg)


def _inserted_rows(statement: Any, parameters: Any) -> Iterator[dict[str, Any]]:
    if statement._values:  # noqa: SLF001 - as above, for INSERT
        yield {_key(column): value for column, value in statement._values.items()}  # noqa: SLF001
    for rows in statement._multi_values:  # noqa: SLF001
        for row in rows:
            yield {_key(column): value for column, value in row.items()}
    yield from [parameters] if isinstance(parameters, dict) else parameters or ()


def _key(column: Column[Any] | str) -> str:
    return column if isinstance(column, str) else column.key


def _guard_flush(session: Session, _context: Any, _instances: Sequence[Any] | None) -> None:
    for row in session.new:
        if not isinstance(row, TenantOwned):
            continue
        if getattr(row, "tenant_id", None) is None:
            row.tenant_id = current_tenant_id(session)
        elif not session.info.get("all_tenants") and row.tenant_id != current_tenant_id(session):
            msg = f"a row of another tenant was about to be written: {type(row).__name__}"
            raise TenantScopeError(msg)
    for row in session.dirty:
        if isinstance(row, TenantOwned) and inspect(row).attrs.tenant_id.history.has_changes():
            msg = f"a row never changes its tenant: {type(row).__name__}"
            raise TenantScopeError(msg)


install_query_guard()
