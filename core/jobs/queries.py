"""Reads about jobs, across tenants: for the runner and the operator."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.database import db
from core.jobs.models import OutboxJob


def is_due(moment: datetime) -> ColumnElement[bool]:
    """Open, its time has come, and nobody works on it."""
    return and_(
        OutboxJob.done_at.is_(None),
        OutboxJob.parked_at.is_(None),
        OutboxJob.run_at <= moment,
        or_(OutboxJob.claimed_until.is_(None), OutboxJob.claimed_until < moment),
    )


def due_job_ids(moment: datetime, limit: int = 100) -> Sequence[uuid.UUID]:
    """Jobs to do now, the longest waiting first."""
    return db.session.scalars(
        select(OutboxJob.id).where(is_due(moment)).order_by(OutboxJob.run_at, OutboxJob.id).limit(limit)
    ).all()


def parked_jobs(limit: int = 50) -> Sequence[OutboxJob]:
    """Jobs that failed too often, newest first."""
    return db.session.scalars(
        select(OutboxJob)
        .where(OutboxJob.parked_at.is_not(None), OutboxJob.waits_for.is_(None))
        .order_by(OutboxJob.parked_at.desc())
        .limit(limit)
    ).all()


def waits_of_tools() -> Sequence[tuple[str, str, uuid.UUID | None]]:
    """Each kind of job that waits, with the tool it waits for and the tenant it waits for it in."""
    waits = select(OutboxJob.kind, OutboxJob.waits_for, OutboxJob.tenant_id).where(
        OutboxJob.waits_for.is_not(None)
    )
    return [(kind, str(tool), tenant_id) for kind, tool, tenant_id in db.session.execute(waits.distinct())]


def waiting_jobs() -> dict[str, int]:
    """How many jobs wait for each tool that is away."""
    counts = select(OutboxJob.waits_for, func.count()).where(OutboxJob.waits_for.is_not(None))
    return {str(tool): count for tool, count in db.session.execute(counts.group_by(OutboxJob.waits_for))}


def open_jobs() -> int:
    """How many jobs wait."""
    return (
        db.session.scalar(
            select(func.count(OutboxJob.id)).where(OutboxJob.done_at.is_(None), OutboxJob.parked_at.is_(None))
        )
        or 0
    )
