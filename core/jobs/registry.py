"""Who does which job, and which jobs come round by themselves."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app

Handler = Callable[[Mapping[str, Any]], None]
_Handler = TypeVar("_Handler", bound=Handler)


class UnknownJobError(LookupError):
    """No handler has this name: its plugin is not installed."""


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


class Tenants(Protocol):
    """What jobs need to know of tenants; the tenants feature, which stands above jobs, provides it."""

    def zones(self) -> Iterable[tuple[uuid.UUID, str]]:
        """Every tenant and its time zone."""

    def info(self, tenant_id: uuid.UUID) -> Any:
        """The `TenantInfo` of a tenant, or None."""


@dataclass(slots=True)
class JobRegistry:
    """The jobs of one application. `poke` wakes a runner; it does nothing until one is there."""

    tenants: Tenants
    jobs: dict[str, Job] = field(default_factory=dict)
    poke: Callable[[], None] = lambda: None

    def find(self, kind: str) -> Job:
        """The job of this kind. Raises `UnknownJobError`."""
        try:
            return self.jobs[kind]
        except KeyError:
            msg = f"nobody does {kind!r}"
            raise UnknownJobError(msg) from None


def every(interval: timedelta) -> Callable[[_Handler], _Handler]:
    """Mark a handler that runs once in each `interval`, for the whole installation (no tenant).

    A day at most: what was done is remembered for a week (`schedule.KEEP_DONE`).
    """
    if interval > timedelta(days=1):
        msg = f"an interval is a day at most, not {interval}"
        raise ValueError(msg)
    return lambda handler: _marked(handler, "every", interval)


def daily(at: time) -> Callable[[_Handler], _Handler]:
    """Mark a handler that runs once a day for each tenant, after `at` in the tenant's own time zone."""
    return lambda handler: _marked(handler, "daily", at)


def _marked(handler: _Handler, name: str, value: object) -> _Handler:
    setattr(handler, name, value)
    return handler


def job_registry(app: Flask | None = None) -> JobRegistry:
    """The registry of `app`, else of the current application."""
    registry: JobRegistry = (app or current_app).extensions["hutong.jobs"]
    return registry


def init_jobs(app: Flask, jobs: Mapping[str, Job], tenants: Tenants) -> None:
    """Register the core's jobs, and each plugin's as ``<plugin>.<name>``."""
    registry = app.extensions["hutong.jobs"] = JobRegistry(tenants, dict(jobs))
    for plugin, handlers in app.extensions["hutong.plugins"].app("jobs"):
        for name, handler in (handlers or {}).items():
            registry.jobs[f"{plugin}.{name}"] = Job(handler, plugin=plugin)
