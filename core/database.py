"""The database: declarative base, column types, and how transactions begin.

SQLite needs three things said explicitly (all found by running it): the driver must not begin
transactions itself, or savepoints lose their meaning; a transaction that will write begins IMMEDIATE,
or it may fail half-way when another writer was faster; and one writer at a time per process, because
threads that wait inside SQLite starve each other.
"""

import hashlib
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Self, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TextClause,
    TypeDecorator,
    UpdateBase,
    Uuid,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import memoized_property
from uuid6 import uuid7

type_json = JSON().with_variant(JSONB(), "postgresql")

LocalizedText = dict[str, str]
"""What an owner wrote, by language: ``{"zh": "首页", "en": "Home"}``."""


PERSONAL = {"personal": True}
"""``mapped_column(info=PERSONAL)``: says something about a person; exported and erased with them."""
HARMLESS = {"personal": False}
"""The opposite, said on purpose in a table that has personal columns."""
OF_PERSON = {"of_person": True}
"""``mapped_column(info=OF_PERSON)``: holds a person's id, which neither its name nor a key tells."""
NOT_MOVED = {"of_person": False}
"""Keeps its id when two people are merged: it is another thing's, or tells what was."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a moment needs its time zone: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every model. Flask-SQLAlchemy is only given its metadata (see ECOSYSTEM)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own attribute
        datetime: UtcDateTime,
        uuid.UUID: Uuid,
        dict[str, Any]: type_json,
        LocalizedText: type_json,
        list[str]: type_json,
        list[Any]: type_json,
    }


class HasId:
    """A time-ordered primary key of a global table."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


class HookWriteError(RuntimeError):
    """A plugin's hook tried to end the transaction it runs in, or wrote where it may only read."""


class SessionInfo(dict[Any, Any]):
    """What is known of a session: whose it is, and which hook runs on it (`hook_sessions.inside_hook`).

    A hook cannot change whose it is, nor set itself free.
    """

    WHOSE = frozenset({"tenant_id", "all_tenants", "tells_act"})

    def __init__(self) -> None:
        super().__init__()
        self.hook = ""
        self.read_only = False

    def __setitem__(self, key: Any, value: Any) -> None:
        self._refuse_in_hook(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: Any) -> None:
        self._refuse_in_hook(key)
        super().__delitem__(key)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *arguments: Any, **more: Any) -> None:
        for key, value in dict(*arguments, **more).items():
            self[key] = value

    def pop(self, key: Any, *default: Any) -> Any:
        self._refuse_in_hook(key)
        return super().pop(key, *default)

    def popitem(self) -> Any:
        key = next(reversed(self))
        return key, self.pop(key)

    def clear(self) -> None:
        for key in list(self):
            del self[key]

    def __ior__(self, other: Any) -> Self:  # type: ignore[misc]
        self.update(other)
        return self

    def _refuse_in_hook(self, key: Any) -> None:
        if self.hook and key in self.WHOSE:
            msg = f"plugin {self.hook}: whose a session is cannot be changed inside a hook"
            raise HookWriteError(msg)


class GuardedSession(FlaskSession):
    """A session that a plugin's hook cannot commit, roll back, close or empty; see hook_sessions."""

    @memoized_property
    def info(self) -> SessionInfo:
        """What belongs to this session, and goes with it."""
        return SessionInfo()

    def commit(self) -> None:
        self._refuse_in_hook("commit")
        super().commit()

    def rollback(self) -> None:
        self._refuse_in_hook("rollback")
        super().rollback()

    def close(self) -> None:
        self._refuse_in_hook("close")
        super().close()

    def reset(self) -> None:
        self._refuse_in_hook("reset")
        super().reset()

    def invalidate(self) -> None:
        self._refuse_in_hook("invalidate")
        super().invalidate()

    def expunge_all(self) -> None:
        self._refuse_in_hook("expunge_all")
        super().expunge_all()

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        if self.info.read_only:
            self._refuse_in_hook("connection")
        return super().connection(*arguments, **options)

    def _refuse_in_hook(self, action: str) -> None:
        if self.info.hook:
            msg = f"plugin {self.info.hook}: {action} is not allowed inside a hook"
            raise HookWriteError(msg)


@event.listens_for(GuardedSession, "before_flush")
def _refuse_writes_of_readers(session: GuardedSession, _context: object, _instances: object) -> None:
    if session.info.read_only and (session.new or session.dirty or session.deleted):
        msg = f"plugin {session.info.hook}: this hook only reads"
        raise HookWriteError(msg)


@event.listens_for(GuardedSession, "do_orm_execute")
def _refuse_statements_of_readers(state: ORMExecuteState) -> None:
    info = state.session.info
    if isinstance(info, SessionInfo) and info.read_only and not _only_reads(state):
        msg = f"plugin {info.hook}: this hook only reads"
        raise HookWriteError(msg)


def _only_reads(state: ORMExecuteState) -> bool:
    if isinstance(state.statement, TextClause):
        return state.statement.text.lstrip(" \t\r\n(").upper().startswith(("SELECT", "VALUES"))
    return not (state.is_insert or state.is_update or state.is_delete)


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"class_": GuardedSession})
"""`db.session`: narrowed to the tenant in scope, one transaction for each request."""


def insert_with_conflicts(model: type[Base]) -> Any:
    """An INSERT with ``on_conflict_do_nothing`` and ``on_conflict_do_update``, of the database at hand."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    return postgresql.insert(model) if is_postgresql else sqlite.insert(model)


def changed_rows(statement: UpdateBase) -> int:
    """Carry out an UPDATE or DELETE (or such an INSERT); how many rows it found to change.

    Of two who try the same at once it is 0 for the one who comes too late.
    """
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def take_turns(about: str) -> None:
    """Until the commit, whoever else takes turns about the same waits; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big", signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def learn_size(model: type[Base]) -> None:
    """While filling a table: PostgreSQL plans by what it last knew of it, and goes on as if it were empty.

    It then reads all of a tenant's rows for each look-up and each check of a key. SQLite needs nothing.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ANALYZE {model.__tablename__}"))


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


_writing: ContextVar[bool] = ContextVar("hutong_writing", default=False)
_writer = threading.Lock()
_WAITED = "another writer has not finished within 30 seconds"


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin inside take SQLite's write lock at once; elsewhere they only read."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """The opposite of `writing`, for a look from the side that must not wait for the writer."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def sole_writer() -> Iterator[None]:
    """Nothing else in this process writes inside; for what SQLite does outside of transactions."""
    if not _writer.acquire(timeout=30):
        raise TimeoutError(_WAITED)
    try:
        yield
    finally:
        _writer.release()


def begin_to_write() -> None:
    """From here on, for this request or job, transactions begin with the write lock."""
    _writing.set(True)


def begin_to_read() -> None:
    """The opposite of ``begin_to_write``: at the start of a request that changes nothing."""
    _writing.set(False)


def is_writing() -> bool:
    """Whether this is a request or job that may change something."""
    return _writing.get()


def prepare_engine(engine: Engine) -> None:
    """Attach the SQLite behaviour to an engine; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _release_writer)


def _configure_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    record = connection.connection._connection_record  # noqa: SLF001 - the pool's entry outlives the proxy
    if record is not None and not record.info.get("holds_writer"):
        if not _writer.acquire(timeout=30):
            raise TimeoutError(_WAITED)
        record.info["holds_writer"] = True
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        if record is not None:
            _release_writer(None, record)
        raise


def _release_writer(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    if record.info.pop("holds_writer", False):
        _writer.release()
