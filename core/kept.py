"""What is made once and kept in the process: rendered pages, compiled forms.

Keys carry the tenant and everything the value depends on (revision, version, language, address), so
nothing is ever invalidated: a change makes a new key and the old value ages out. What depends on the clock
says so while it is being made, by `changes_at`: the value is kept until then.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import datetime
from typing import Generic, TypeVar

from core.database import now

V = TypeVar("V")
_named: ContextVar[list[datetime] | None] = ContextVar("hutong_named_moments", default=None)


def changes_at(moment: datetime | None) -> None:
    """Say that what is being made would read differently from `moment` on; None: it would not.

    Call it wherever something drawn depends on the clock: in a menu, a block, a share target. Where nothing
    is being made to be kept, it does nothing.
    """
    moments = _named.get()
    if moments is not None and moment is not None:
        moments.append(moment)


def made_until(make: Callable[[], V]) -> tuple[V, datetime | None]:
    """What `make` gives, and the earliest moment that was named meanwhile: from then on it is out of date."""
    moments: list[datetime] = []
    outer = _named.set(moments)
    try:
        value = make()
    finally:
        _named.reset(outer)
    return value, min(moments, default=None)


class Kept(Generic[V]):
    """A bounded store; what was not used for longest goes first. Two threads may both make a value."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[V, datetime | None]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value kept under `key`; made now if there is none, or the clock has overtaken the one there is.

        What is made with it is out of date no later than it is itself.
        """
        value, until = self._found(key) or self._store(key, made_until(make))
        changes_at(until)
        return value

    def _found(self, key: Hashable) -> tuple[V, datetime | None] | None:
        with self._lock:
            kept = self._values.get(key)
            if kept is None or (kept[1] is not None and now() >= kept[1]):
                return None
            self._values.move_to_end(key)
            return kept

    def _store(self, key: Hashable, kept: tuple[V, datetime | None]) -> tuple[V, datetime | None]:
        with self._lock:
            self._values[key] = kept
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return kept
