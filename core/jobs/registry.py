"""Who does which job, and which jobs come round by themselves."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app

Handler = Callable[[Mapping[str, Any]], None]
_Handler = TypeVar("_Handler", bound=Handler)


class UnknownJobError(LookupError):
    """No handler has this name."""


class ToolAwayError(RuntimeError):
    """The tool that a job needs is not installed, or the tenant has switched it off: the job waits for it.

    A handler may raise it as well, where it finds that the tool it works for is away.
    """

    def __init__(self, tool: str) -> None:
        super().__init__(f"waits for {tool}")
        self.tool = tool


@dataclass(frozen=True, slots=True)
class Job:
    """A handler and how it is run.

    With `one_transaction` the handler works inside the transaction that also marks the job as done, and may
    not commit. Without, it begins and ends its own: for work that waits for others (mail).
    `plugin` is the plugin it belongs to, empty for the core's.
    """

    handler: Handler
    one_transaction: bool = True
    plugin: str = ""

    @property
    def works_while_off(self) -> bool:
        """Whether it is done for a tenant that has switched its tool off."""
        return not self.plugin or getattr(self.handler, "while_off", False)


class Tenants(Protocol):
    """What jobs need to know of tenants; the tenants feature, which stands above jobs, provides it."""

    def clocks(self) -> Iterable[tuple[uuid.UUID, str, Collection[str]]]:
        """Every tenant, its time zone, and the tools it has switched on."""

    def info(self, tenant_id: uuid.UUID) -> Any:
        """The `TenantInfo` of a tenant, or None."""


@dataclass(slots=True)
class JobRegistry:
    """The jobs of one application. `poke` wakes a runner; it does nothing until one is there."""

    tenants: Tenants
    jobs: dict[str, Job] = field(default_factory=dict)
    tools: Collection[str] = ()
    poke: Callable[[], None] = lambda: None

    def find(self, kind: str) -> Job:
        """The job of this kind. Raises `UnknownJobError`."""
        try:
            return self.jobs[kind]
        except KeyError:
            msg = f"nobody does {kind!r}"
            raise UnknownJobError(msg) from None

    def absent_tool(self, kind: str) -> str:
        """The tool that a job of an unknown kind is of, where no such tool is installed; else empty.

        A tool that is here and has no such job any more, or the core, does not make it wait.
        """
        name = kind.partition(".")[0]
        of_core = {known.partition(".")[0] for known, job in self.jobs.items() if not job.plugin}
        return "" if name in self.tools or name in of_core else name

    def is_there(self, tool: str, tenant_id: uuid.UUID | None) -> bool:
        """Whether `tool` is installed and, for a job of a tenant, switched on and not paused."""
        if tool not in self.tools:
            return False
        tenant = self.tenants.info(tenant_id) if tenant_id is not None else None
        return tenant is None or tool in tenant.plugins - tenant.paused

    def may_go_on(self, kind: str, tool: str, tenant_id: uuid.UUID | None) -> bool:
        """Whether a job of this kind need not wait for `tool` any more."""
        job = self.jobs.get(kind)
        goes_on = job is not None and getattr(job.handler, "while_off", False)
        return self.is_there(tool, None if goes_on else tenant_id)


def while_off(handler: _Handler) -> _Handler:
    """Mark a handler that waits for a tool to be installed, but not to be switched on."""
    return _marked(handler, "while_off", True)


def every(interval: timedelta) -> Callable[[_Handler], _Handler]:
    """Mark a handler that runs once in each `interval`, for the whole installation (no tenant).

    A day at most: what was done is remembered for a week (`schedule.KEEP_DONE`).
    """
    if interval > timedelta(days=1):
        msg = f"an interval is a day at most, not {interval}"
        raise ValueError(msg)
    return lambda handler: _marked(handler, "every", interval)


def daily(at: time, *, while_off: bool = False) -> Callable[[_Handler], _Handler]:
    """Mark a handler that runs once a day for each tenant, after `at` in the tenant's own time zone.

    A tenant that has switched the tool off is left out. `while_off` is for what was promised to customers,
    such as to forget their answers in time: that goes on.
    """

    def mark(handler: _Handler) -> _Handler:
        return _marked(_marked(handler, "daily", at), "while_off", while_off)

    return mark


def _marked(handler: _Handler, name: str, value: object) -> _Handler:
    setattr(handler, name, value)
    return handler


def job_registry(app: Flask | None = None) -> JobRegistry:
    """The registry of `app`, else of the current application."""
    registry: JobRegistry = (app or current_app).extensions["hutong.jobs"]
    return registry


def init_jobs(app: Flask, jobs: Mapping[str, Job], tenants: Tenants) -> None:
    """Register the core's jobs, and each plugin's as ``<plugin>.<name>``."""
    tools = app.extensions["hutong.plugins"].manifests
    registry = app.extensions["hutong.jobs"] = JobRegistry(tenants, dict(jobs), tools)
    for plugin, handlers in app.extensions["hutong.plugins"].app("jobs"):
        for name, handler in (handlers or {}).items():
            registry.jobs[f"{plugin}.{name}"] = Job(handler, plugin=plugin)
