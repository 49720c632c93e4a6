"""One call of one plugin's code, contained: what goes wrong is logged, counted and undone, never passed on.

What a plugin hands out (a block's `render`, a payment way's `begin`) is called like a hook.
"""

import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from markupsafe import Markup

from core.database import now
from core.hook_sessions import DatabaseLostError, HostTransactionLostError, database_is_lost, guarded
from core.kept import changes_at
from core.plugin_faults import (
    FaultBook,
    ReentryError,
    fault_in_words,
    log,
    log_fault,
    machine_is_busy,
    must_pass,
)
from core.plugin_results import checked_address, checked_choices, checked_markup
from core.plugin_types import PageBlock, StarterError

SLOW_SECONDS = 0.5
"""A hook that pages wait for and that is slower is a counted fault: work that takes long is a job."""


class LeftError(RuntimeError):
    """A hook tried to end the program, or raised what is no error."""


class Outcome(NamedTuple):
    """What came of a call. With an `error` there is no result."""

    result: Any
    error: Exception | None
    seconds: float


@dataclass(slots=True)
class _Running:
    """A call that has not come back yet; `inner` are the seconds that calls within it took."""

    plugin: str
    hook: str
    around: "_Running | None"
    inner: float = 0.0

    def is_within(self, plugin: str, hook: str) -> bool:
        """Whether this hook of this plugin waits for what is called now."""
        call: _Running | None = self
        while call is not None:
            if (call.plugin, call.hook) == (plugin, hook):
                return True
            call = call.around
        return False


_running: ContextVar[_Running | None] = ContextVar("hutong_running_hook", default=None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls the code of one plugin, in its present version, for one tenant where there is one."""

    book: FaultBook
    plugin: str
    version: str
    tenant_id: uuid.UUID | None

    def call(self, hook: str, work: Callable[[], Any], *, read_only: bool = True) -> Outcome:
        """Do `work` in a savepoint; what it wrote is undone where it fails, or where it may only read.

        Where the database is lost meanwhile, that is raised as `DatabaseLostError` and nobody's fault.
        """
        around = _running.get()
        if around is not None and around.is_within(self.plugin, hook):
            error = ReentryError(f"{hook} of {self.plugin} caused itself to be called")
            self._failed(hook, error)
            return Outcome(None, error, 0.0)
        mine = _Running(self.plugin, hook, around)
        token = _running.set(mine)
        began, worked = time.monotonic(), time.thread_time()
        result, fault, is_begun = None, None, False
        try:
            with guarded(self.plugin, read_only=read_only):
                is_begun = True
                result = work()
        except BaseException as error:
            if not is_begun or must_pass(error):
                raise
            if isinstance(error, HostTransactionLostError | DatabaseLostError):
                raise
            if database_is_lost(error):
                msg = f"the database was lost in hook {hook} of {self.plugin}"
                raise DatabaseLostError(msg) from error
            if not isinstance(error, StarterError):  # the template's fault, which the plugin tells
                self._failed(hook, error)
            fault = error if isinstance(error, Exception) else LeftError(fault_in_words(error))
        finally:
            _running.reset(token)
            seconds = time.monotonic() - began
            if around is not None:
                around.inner += seconds
        if read_only and seconds - mine.inner > SLOW_SECONDS:
            self._slow(hook, seconds - mine.inner, time.thread_time() - worked)
        return Outcome(None if fault else result, fault, seconds)

    def tamed(self, hook: str, result: Any) -> Any:
        """A result whose functions are called like hooks, whoever calls them."""
        if hook == "page_blocks":
            return [self._tamed_block(block) for block in result]
        if hook == "payment_ways":
            return [
                replace(way, begin=self._later("begin", way.begin, checked_address, "")) if way.begin else way
                for way in result
            ]
        return result

    def _tamed_block(self, block: PageBlock) -> PageBlock:
        return replace(
            block,
            choices=self._later(f"choices {block.kind}", block.choices, checked_choices, ()),
            render=self._later(f"render {block.kind}", block.render, checked_markup, Markup("")),
        )

    def _later(
        self, what: str, function: Callable[..., Any], check: Callable[[str, Any], Any], otherwise: Any
    ) -> Callable[..., Any]:
        def contained(*arguments: Any) -> Any:
            outcome = self.call(what, lambda: check(what, function(*arguments)), read_only=what != "begin")
            return otherwise if outcome.error else outcome.result

        return contained

    def _failed(self, hook: str, error: BaseException) -> None:
        log_fault(self.plugin, hook, error)
        self._count(hook, fault_in_words(error))
        changes_at(now())  # a page that goes without this plugin is not kept: the next reader asks again

    def _slow(self, hook: str, seconds: float, worked: float) -> None:
        """Slow work is the plugin's fault; slow waiting is, unless everybody has to wait."""
        log.warning("plugin %s was slow in hook %s", self.plugin, hook)
        if worked > SLOW_SECONDS or not machine_is_busy():
            self._count(hook, f"{seconds:.1f} s")

    def _count(self, hook: str, fault: str) -> None:
        self.book.count(self.plugin, hook)
        if self.tenant_id is not None:
            self.book.note(self.tenant_id, self.plugin, hook, self.version, fault)
