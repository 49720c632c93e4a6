"""The session while a plugin's hook runs: what it may not do, and that nothing it did is left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask.globals import app_ctx
from sqlalchemy.exc import DBAPIError, PendingRollbackError, TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from core.database import GuardedSession, HookWriteError, db, is_writing

_OF_THE_REQUEST = ("place", "tenant", "account", "person")
"""What a request knows (`gatekeeper`); a hook that puts something else there changes whose page it is."""


_CANNOT_RECONNECT = "8s2b"
"""SQLAlchemy's number for a statement after the connection broke; a flush that failed has another."""


class DatabaseLostError(RuntimeError):
    """The connection broke while a hook ran: no plugin's fault, and nothing on the page can be answered."""


class HostTransactionLostError(RuntimeError):
    """A hook got round the guards and ended the transaction around it: what the page wrote is gone."""


@contextmanager
def inside_hook(plugin: str, *, read_only: bool) -> Iterator[None]:
    """While a plugin's hook runs, the session refuses commit, rollback and close, and perhaps writing."""
    session = cast("GuardedSession", db.session())
    info = session.info
    before = info.hook, info.read_only
    known = set(session.new), set(session.dirty), set(session.deleted)
    info.hook, info.read_only = plugin, read_only or before[1]
    try:
        yield
    finally:
        info.hook, info.read_only = before
        if read_only:
            _forget_changes(session, known)


@contextmanager
def guarded(plugin: str, *, read_only: bool) -> Iterator[None]:
    """A hook's place in somebody else's transaction: a savepoint, and afterwards everything as it was.

    A statement that fails must not end the transaction of the page around the hook. Raises
    `HostTransactionLostError` where that was ended all the same and had something to lose.
    """
    session = db.session()
    request = vars(app_ctx.g)
    known = [request.get(name) for name in _OF_THE_REQUEST]
    savepoint = session.begin_nested()
    around = session.get_transaction()
    try:
        with savepoint, inside_hook(plugin, read_only=read_only):
            yield
    finally:
        is_over = session.get_transaction() is not around or around is None or not around.is_active
        if is_over:
            msg = f"plugin {plugin} ended the transaction it ran in"
            raise HostTransactionLostError(msg) if is_writing() else HookWriteError(msg)
        if any(request.get(name) is not value for name, value in zip(_OF_THE_REQUEST, known, strict=True)):
            request |= zip(_OF_THE_REQUEST, known, strict=True)
            msg = f"plugin {plugin} put something else in the place of what g knows"
            raise HookWriteError(msg)


def says_it_is_lost(error: BaseException) -> bool:
    """Whether `error` itself says that the connection broke, or that none is to be had."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, DatabaseLostError | PoolTimeoutError)


def database_is_lost(error: BaseException) -> bool:
    """Whether a hook failed with `error` because the page's own connection broke.

    What the plugin made of it says little; the session tells. A statement of its own that fails leaves
    the connection as it was.
    """
    if says_it_is_lost(error):
        return True
    try:
        return Session.connection(db.session()).invalidated
    except (DBAPIError, PoolTimeoutError):
        return True
    except PendingRollbackError as pending:
        return pending.code == _CANNOT_RECONNECT


def _forget_changes(session: Session, known: tuple[set[Any], set[Any], set[Any]]) -> None:
    """Drop what a reading hook left in the session, so that a later flush does not write it."""
    new, dirty, deleted = known
    for row in set(session.new) - new:
        session.expunge(row)
    for row in set(session.deleted) - deleted:
        session.add(row)
    for row in set(session.dirty) - dirty:
        session.expire(row)
