"""What somebody listens to, and who does."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.streams.snapshots import Snapshot

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it is there, and finds out who has gone."""
LIFE = 600.0
"""Seconds a stream lives at most; then the browser comes again, and the route's policy is asked anew."""
LIFE_IN_CONSOLE = 60.0
"""The same for who works here: what they may no longer see, they see no longer than this."""
POLLER_STAYS = 20.0
"""Seconds for which somebody who polls counts as listening."""
START = b"retry: 2000\n\n"
END = b"event: end\ndata:\n\n"

See = Callable[[], Hashable | None]
Draw = Callable[[Any], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Names a topic: what of which tenant, as a tool's page shows it in a language."""

    tenant_id: uuid.UUID
    name: str
    language: str
    plugin: str = ""
    host: str = ""


@dataclass(eq=False, slots=True)
class Topic:
    """One subject with its listeners. `changed` guards what is written here."""

    subject: Subject
    see: See
    draw: Draw
    seen: Hashable | None = None
    snapshot: Snapshot | None = None
    has_ended: bool = False
    is_cut: bool = False
    has_failed: bool = False
    listeners: dict[int, str] = field(default_factory=dict)
    polled: dict[str, float] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def publish(self, seen: Hashable, parts: Mapping[str, str]) -> None:
        """From now on the page shows `parts`."""
        with self.changed:
            self.seen, self.snapshot = seen, Snapshot(dict(parts))
            self.changed.notify_all()

    def end(self) -> None:
        """There is nothing to listen to any more."""
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    def cut(self) -> None:
        """This process ends: listeners lose the line, and come again to the next one."""
        with self.changed:
            self.is_cut = True
            self.changed.notify_all()

    def frames(self, known: str, *, life: float = LIFE) -> Iterator[bytes]:
        """What a listener is sent, until the topic ends or the stream has lived `life` seconds."""
        yield START
        until = time.monotonic() + life * random.uniform(0.8, 1)  # noqa: S311 - so that they do not all come at once
        while (left := until - time.monotonic()) > 0:
            with self.changed:
                is_news = self.changed.wait_for(partial(self._is_news, known), min(HEARTBEAT, left))
                snapshot, has_ended, is_cut = self.snapshot, self.has_ended, self.is_cut
            if snapshot is not None and snapshot.id != known:
                yield snapshot.unseen(known)
                known = snapshot.id
            elif not is_news:
                yield b":\n\n"
            if has_ended:
                yield END
            if has_ended or is_cut:
                return

    def _is_news(self, known: str) -> bool:
        return self.has_ended or self.is_cut or (self.snapshot is not None and self.snapshot.id != known)

    def note_poll(self, who: str) -> None:
        """Somebody asked, and will ask again."""
        with self.changed:
            self.polled[who] = time.monotonic()

    def is_wanted(self) -> bool:
        """Whether anybody listens or polls."""
        with self.changed:
            oldest = time.monotonic() - POLLER_STAYS
            self.polled = {who: at for who, at in self.polled.items() if at > oldest}
            return bool(self.listeners or self.polled)

    def audience(self) -> set[str]:
        """Names of those who listen or poll, where they have one."""
        with self.changed:
            return {who for who in (*self.listeners.values(), *self.polled) if who}
