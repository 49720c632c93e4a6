"""Which names of the query a view reads: found by letting it read."""

from typing import Any

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from core.testing.contracts.doors import Door
from core.testing.contracts.street import Street

EVERYWHERE = frozenset({"lang", "via"})
"""Read by the core on every page; tried on its own pages."""


class Listening(ImmutableMultiDict[str, str]):
    """A query that notes the names it is asked for."""

    asked: set[str] = set()  # noqa: RUF012 - one for all, emptied before each page

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: Any, *more: Any, **options: Any) -> Any:
        self.asked.add(key)
        return super().get(key, *more, **options)

    def getlist(self, key: str, *more: Any, **options: Any) -> Any:
        self.asked.add(key)
        return super().getlist(key, *more, **options)


def names_asked(street: Street, door: Door, path: str) -> tuple[set[str], str]:
    """The names that the view of `door` looks for in its query, and what sort of thing it answers with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(street.app.request_class, "parameter_storage_class", Listening)
        Listening.asked.clear()
        answer = street.strongest_at(door).get(path, buffered=True)
    return Listening.asked - (EVERYWHERE if door.owner != "core" else frozenset()), answer.mimetype or ""
