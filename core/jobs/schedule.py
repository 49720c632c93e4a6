"""Jobs that come round by themselves: each round asks for a job whose key names the round.

There is no state to keep: a round that was asked for already is not asked for again, and one that was
missed while the machine slept is asked for when it wakes.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import delete, select

from core.database import db, now, reading, writing
from core.jobs.models import OutboxJob
from core.jobs.operations import enqueue, release_waiting_jobs
from core.jobs.queries import waits_of_tools
from core.jobs.registry import Job, JobRegistry, job_registry
from core.tenancy import bind_tenant

KEEP_DONE = timedelta(days=7)

Round = tuple[uuid.UUID | None, str, str]
"""Whose round, of which kind, and its key."""


def schedule_due_jobs(app: Flask) -> list[str]:
    """Ask for the rounds that have come; gives their keys."""
    moment = now()
    _release(app)
    with app.app_context(), reading():
        known = set(
            db.session.scalars(select(OutboxJob.key).where(OutboxJob.created_at > moment - timedelta(days=3)))
        )
        rounds = [found for found in _rounds(job_registry(), moment) if found[2] not in known]
    for tenant_id, kind, key in rounds:
        with app.app_context(), writing():
            if tenant_id is not None:
                bind_tenant(db.session(), tenant_id)
            enqueue(kind, key=key, language="")
            db.session.commit()
    return [key for _, _, key in rounds]


def _release(app: Flask) -> None:
    """Open what waited for a tool that is back; nothing is written while nothing waits."""
    with app.app_context(), reading():
        waits = any(job_registry().may_go_on(*found) for found in waits_of_tools())
    if waits:
        with app.app_context(), writing():
            release_waiting_jobs()
            db.session.commit()


def forget_done_jobs() -> None:
    """Delete what was done long ago; parked jobs stay for the operator."""
    db.session.execute(delete(OutboxJob).where(OutboxJob.done_at < now() - KEEP_DONE))


def _rounds(registry: JobRegistry, moment: datetime) -> Iterator[Round]:
    at_hours: dict[str, tuple[Job, time]] = {}
    for kind, job in registry.jobs.items():
        interval: timedelta | None = getattr(job.handler, "every", None)
        if interval is not None:
            yield None, kind, f"{kind}@{int(moment.timestamp() // interval.total_seconds())}"
        at: time | None = getattr(job.handler, "daily", None)
        if at is not None:
            at_hours[kind] = job, at
    if at_hours:
        yield from _daily_rounds(registry, moment, at_hours)


def _daily_rounds(
    registry: JobRegistry, moment: datetime, at_hours: dict[str, tuple[Job, time]]
) -> Iterator[Round]:
    for tenant_id, zone, tools in registry.tenants.clocks():
        local = moment.astimezone(ZoneInfo(zone))
        for kind, (job, at) in at_hours.items():
            if local.time() >= at and (job.works_while_off or job.plugin in tools):
                yield tenant_id, kind, f"{kind}@{local.date()}/{tenant_id}"
