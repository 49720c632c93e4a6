"""Faults of plugins: each is logged with its plugin and hook and counted; five within a minute are a pause.

The count stands in this process's memory, by plugin and tenant, and is touched by faults alone. A pause holds
at once in this process; `on_pause` is told of it and makes it last (core/tenants/pauses.py).
"""

import logging
import os
import threading
import time
import traceback
import uuid
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from core.database import now

FAULTS_TO_PAUSE = 5
WITHIN_SECONDS = 60.0
_MOST_COUNTED = 10_000
"""Pairs of plugin and tenant that are counted at once; those without a fault for longest are forgotten."""
_FRAMES = 12
_LONGEST_FAULT = 500
_LONGEST_LOG = 8000
_NOTHING: Mapping[str, "Pause"] = MappingProxyType({})

log = logging.getLogger("hutong.plugins")


class ReentryError(RuntimeError):
    """A hook that caused itself to be called again: it is not called, or there would be no end of it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """From `since` on the pages of one tenant go without one plugin; `fault` is what it did last, in `hook`.

    It is over when somebody says so, or when the plugin is there in another version.
    """

    tenant_id: uuid.UUID
    plugin: str
    version: str
    since: datetime
    hook: str
    fault: str


@dataclass(slots=True)
class FaultBook:
    """What went wrong since the start of this process."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    on_pause: Callable[[Pause], None] = lambda pause: None  # noqa: ARG005 - the type's own name
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _recent: OrderedDict[tuple[uuid.UUID, str], deque[float]] = field(default_factory=OrderedDict)
    _pauses: dict[uuid.UUID, dict[str, Pause]] = field(default_factory=dict)

    def count(self, plugin: str, hook: str) -> None:
        """Count a fault for the operator."""
        with self._lock:
            self.counts[plugin, hook if len(self.counts) < _MOST_COUNTED else "…"] += 1

    def note(self, tenant_id: uuid.UUID, plugin: str, hook: str, version: str, fault: str) -> None:
        """Count a fault towards a pause; the fifth within a minute is one."""
        moment = time.monotonic()
        with self._lock:
            times = self._recent.setdefault((tenant_id, plugin), deque(maxlen=FAULTS_TO_PAUSE))
            self._recent.move_to_end((tenant_id, plugin))
            while len(self._recent) > _MOST_COUNTED:
                self._recent.popitem(last=False)
            times.append(moment)
            if len(times) < FAULTS_TO_PAUSE or moment - times[0] > WITHIN_SECONDS:
                return
            del self._recent[tenant_id, plugin]
            pause = Pause(tenant_id, plugin, version, now(), hook, fault[:_LONGEST_FAULT])
            self._pauses[tenant_id] = {**self._pauses.get(tenant_id, {}), plugin: pause}
        log.error(
            "plugin %s pauses in %s: it failed %s times within a minute", plugin, tenant_id, FAULTS_TO_PAUSE
        )
        self.on_pause(pause)

    def pauses_of(self, tenant_id: uuid.UUID) -> Mapping[str, Pause]:
        """The pauses of a tenant that nobody has made to last yet, by plugin."""
        return self._pauses.get(tenant_id, _NOTHING)

    def unwritten(self) -> list[Pause]:
        """All of them."""
        with self._lock:
            return [pause for pauses in self._pauses.values() for pause in pauses.values()]

    def forget(self, tenant_id: uuid.UUID, plugin: str) -> None:
        """The pause is written down, or over: what it takes to pause again begins anew."""
        with self._lock:
            self._recent.pop((tenant_id, plugin), None)
            left = {name: pause for name, pause in self._pauses.get(tenant_id, {}).items() if name != plugin}
            if left:
                self._pauses[tenant_id] = left
            else:
                self._pauses.pop(tenant_id, None)


def must_pass(error: BaseException) -> bool:
    """Whether it is no fault of the plugin: somebody ends the program, or a generator."""
    return isinstance(error, KeyboardInterrupt | GeneratorExit)


def fault_in_words(error: BaseException) -> str:
    """One line, of a length that a log and a page can bear."""
    try:
        said = " ".join(str(error)[: 2 * _LONGEST_FAULT].split())
    except Exception:  # noqa: BLE001 - a fault that cannot even say what it is
        said = ""
    return f"{type(error).__name__}: {said}"[:_LONGEST_FAULT] if said else type(error).__name__


def log_fault(plugin: str, hook: str, error: BaseException) -> None:
    """Write it down with its plugin and hook, and with the innermost calls only: it may have recursed."""
    called = ("plugin %s failed in hook %s", (plugin, hook))
    record = log.makeRecord(log.name, logging.ERROR, __file__, 0, *called, exc_info=None)
    record.exc_text = "".join(traceback.format_exception(error, limit=-_FRAMES))[-_LONGEST_LOG:].rstrip()
    log.handle(record)


def machine_is_busy() -> bool:
    """Whether everybody is slow just now: more to do than processors, or a nap that ends late."""
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        return True
    late = 0.0
    for _ in range(3):
        began = time.perf_counter()
        time.sleep(0.001)
        late = max(late, time.perf_counter() - began - 0.001)
    return late > 0.003
