"""Asking for work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import event, update
from sqlalchemy.orm import Session
from uuid6 import uuid7

from core.database import db, insert_with_conflicts, now
from core.i18n import interface_language
from core.jobs.models import OutboxJob
from core.jobs.registry import job_registry


def enqueue(
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    run_at: datetime | None = None,
    key: str | None = None,
    language: str | None = None,
) -> None:
    """Ask for a job, in the transaction at hand; it runs after the commit, for the tenant in scope if any.

    `payload` is JSON: ids and texts, no objects. A `key` that was used before is not asked for again.
    The job speaks `language`, else that of this request; an empty one means the tenant's first.
    Raises `UnknownJobError`.
    """
    job_registry().find(kind)
    session = db.session()
    values = {
        "id": uuid7(),
        "tenant_id": session.info.get("tenant_id"),
        "kind": kind,
        "key": key,
        "payload": dict(payload or {}),
        "language": interface_language() if language is None else language,
        "created_at": now(),
        "run_at": run_at or now(),
    }
    statement = insert_with_conflicts(OutboxJob).values(**values)
    session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    session.info["jobs_enqueued"] = True


def retry_parked_jobs() -> int:
    """Give what was given up five more attempts, now; gives how many."""
    session = db.session()
    retried = session.scalars(
        update(OutboxJob)
        .where(OutboxJob.parked_at.is_not(None))
        .values(parked_at=None, attempts=0, run_at=now())
        .returning(OutboxJob.id)
    ).all()
    session.info["jobs_enqueued"] = bool(retried)
    return len(retried)


@event.listens_for(Session, "after_commit")
def _poke_runner(session: Session) -> None:
    """Wake the runner when what was asked for can be seen by it."""
    if not session.in_nested_transaction() and session.info.pop("jobs_enqueued", False):
        job_registry().poke()
