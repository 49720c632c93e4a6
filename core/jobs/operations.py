"""Asking for work."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, event, or_, update
from sqlalchemy.orm import Session
from uuid6 import uuid7

from core.database import changed_rows, db, insert_with_conflicts, now
from core.i18n import interface_language
from core.jobs.models import OutboxJob
from core.jobs.queries import waits_of_tools
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
        .where(OutboxJob.parked_at.is_not(None), OutboxJob.waits_for.is_(None))
        .values(parked_at=None, attempts=0, run_at=now())
        .returning(OutboxJob.id)
    ).all()
    session.info["jobs_enqueued"] = bool(retried)
    return len(retried)


def release_waiting_jobs() -> int:
    """Open what waited for tools that are there again; gives how many jobs."""
    session, registry = db.session(), job_registry()
    released = 0
    for kind, tool, tenant_id in waits_of_tools():
        if registry.may_go_on(kind, tool, tenant_id):
            released += changed_rows(
                update(OutboxJob)
                .where(
                    OutboxJob.kind == kind,
                    OutboxJob.waits_for == tool,
                    OutboxJob.tenant_id.is_not_distinct_from(tenant_id),
                )
                .values(waits_for=None, parked_at=None, run_at=now())
            )
    session.info["jobs_enqueued"] = session.info.get("jobs_enqueued", False) or released > 0
    return released


def forget_jobs_of(tool: str, tenant_id: uuid.UUID | None = None) -> None:
    """Delete what is asked of a tool and not done, of one tenant or of all: its data is gone."""
    of_tool = or_(OutboxJob.kind.startswith(f"{tool}.", autoescape=True), OutboxJob.waits_for == tool)
    statement = delete(OutboxJob).where(of_tool, OutboxJob.done_at.is_(None))
    if tenant_id is not None:
        statement = statement.where(OutboxJob.tenant_id == tenant_id)
    db.session.execute(statement)


@event.listens_for(Session, "after_commit")
def _poke_runner(session: Session) -> None:
    """Wake the runner when what was asked for can be seen by it."""
    if not session.in_nested_transaction() and session.info.pop("jobs_enqueued", False):
        job_registry().poke()
