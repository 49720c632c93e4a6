"""What is made once and kept in the process: rendered pages, compiled forms.

Keys carry the tenant and everything the value depends on (revision, version, language, address), so
nothing is ever invalidated: a change makes a new key and the old value ages out.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """A bounded store; what was not used for longest goes first. Two threads may both make a value."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, V] = OrderedDict()

    def get(
        self, key: Hashable, make: Callable[[], V], *, is_fresh: Callable[[V], bool] = lambda _value: True
    ) -> V:
        """The value kept under `key`; made now if there is none, or the one there is no longer fresh."""
        with self._lock:
            if key in self._values and is_fresh(self._values[key]):
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value
