"""Doing jobs: claim one, run it in a context of its own, mark it as done together with its effect."""

import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

from flask import Flask, g
from flask_babel import force_locale
from sqlalchemy import Row, update

from core.database import changed_rows, db, now, reading, writing
from core.hook_sessions import inside_hook
from core.i18n import babel_locale
from core.jobs.models import OutboxJob
from core.jobs.queries import due_job_ids, is_due
from core.jobs.registry import Job, ToolAwayError, UnknownJobError, job_registry
from core.plugin_faults import fault_in_words, must_pass
from core.tenancy import bind_tenant

CLAIM = timedelta(minutes=10)
"""How long a runner may work on a job before another takes it for dead."""
ATTEMPTS = 5
BACK_OFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))
"""Waiting times after the first, second, … failure; after the last attempt the job is parked."""

log = logging.getLogger("hutong.jobs")


class ClaimLostError(RuntimeError):
    """The work took longer than the claim, and another runner has the job now."""


def run_due_jobs(app: Flask) -> list[str]:
    """Do what is due until nothing is; gives the kinds that were tried, in order.

    Several threads and processes may call it at once: each job is run by one of them.
    """
    tried: list[str] = []
    while True:
        with app.app_context(), reading():
            waiting = due_job_ids(now())
        found = [kind for job_id in waiting if (kind := run_job(app, job_id))]
        if not found:
            return tried
        tried += found


def run_job(app: Flask, job_id: uuid.UUID) -> str | None:
    """Try one job; gives its kind, or None where somebody else was faster."""
    claimed = _claim(app, job_id)
    if claimed is None:
        return None
    try:
        _work(app, claimed)
    except ToolAwayError as away:
        _let_wait(app, claimed, away.tool)
    except BaseException as error:
        if must_pass(error):
            raise
        _count_fault(app, claimed.kind)
        log.exception("job %s failed, attempt %s", claimed.kind, claimed.attempts)
        _put_back(app, claimed, error)
    return str(claimed.kind)


def _count_fault(app: Flask, kind: str) -> None:
    """The operator sees faults by plugin."""
    job = job_registry(app).jobs.get(kind)
    if job is not None and job.plugin:
        app.extensions["hutong.plugins"].book.count(job.plugin, f"job {kind}")


def _claim(app: Flask, job_id: uuid.UUID) -> Row[Any] | None:
    """Take the job for this runner; the conditional update lets one runner in."""
    moment = now()
    with app.app_context(), writing():
        claimed = db.session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id, is_due(moment))
            .values(claimed_until=moment + CLAIM, attempts=OutboxJob.attempts + 1)
            .returning(
                OutboxJob.id,
                OutboxJob.kind,
                OutboxJob.tenant_id,
                OutboxJob.payload,
                OutboxJob.language,
                OutboxJob.attempts,
                OutboxJob.claimed_until,
            )
        ).first()
        db.session.commit()
    return claimed


def _work(app: Flask, claimed: Row[Any]) -> None:
    """Call the handler and mark the job as done, in one transaction where the job is made so."""
    job = _job_of(app, claimed)
    with app.app_context():
        if not job.one_transaction:
            with _circumstances(job, claimed):
                db.session.rollback()
                job.handler(claimed.payload)
                db.session.rollback()
        with writing():
            if job.one_transaction:
                with _circumstances(job, claimed):
                    _call_guarded(job, claimed.payload)
            _mark_as_done(claimed)
            db.session.commit()


def _job_of(app: Flask, claimed: Row[Any]) -> Job:
    registry = job_registry(app)
    try:
        return registry.find(claimed.kind)
    except UnknownJobError:
        tool = registry.absent_tool(claimed.kind)
        if tool:
            raise ToolAwayError(tool) from None
        raise


@contextmanager
def _circumstances(job: Job, claimed: Row[Any]) -> Iterator[None]:
    """The tenant and the language the job was asked in; a daily job speaks its tenant's first language.

    Raises `ToolAwayError` where the tenant has switched the tool off.
    """
    tenant = None
    if claimed.tenant_id is not None:
        tenant = g.tenant = job_registry().tenants.info(claimed.tenant_id)
        bind_tenant(db.session(), claimed.tenant_id)
        if tenant is not None and not job.works_while_off and job.plugin not in tenant.plugins:
            raise ToolAwayError(job.plugin)
    g.language = claimed.language or (tenant.languages[0] if tenant is not None else "en")
    with force_locale(babel_locale(g.language)):
        yield


def _call_guarded(job: Job, payload: Mapping[str, Any]) -> None:
    """A plugin's job may not end the transaction that its done-mark belongs to."""
    with inside_hook(job.plugin, read_only=False) if job.plugin else nullcontext():
        job.handler(payload)


def _mark_as_done(claimed: Row[Any]) -> None:
    """Note that it is done, and forget what it was about."""
    marked = changed_rows(
        update(OutboxJob)
        .where(OutboxJob.id == claimed.id, OutboxJob.claimed_until == claimed.claimed_until)
        .values(done_at=now(), claimed_until=None, failed="", payload={})
    )
    if not marked:
        raise ClaimLostError(claimed.kind)


def _put_back(app: Flask, claimed: Row[Any], error: BaseException) -> None:
    """Let go of the job and try again later; after the last attempt park it for the operator."""
    is_last = claimed.attempts >= ATTEMPTS
    _let_go(
        app,
        claimed,
        failed=fault_in_words(error),
        parked_at=now() if is_last else None,
        run_at=now() if is_last else now() + BACK_OFF[claimed.attempts - 1],
    )


def _let_wait(app: Flask, claimed: Row[Any], tool: str) -> None:
    """Park the job until its tool is there again (`schedule.release_waiting_jobs`); it was no failure."""
    log.info("job %s waits for %s", claimed.kind, tool)
    _let_go(app, claimed, waits_for=tool, parked_at=now(), attempts=0)


def _let_go(app: Flask, claimed: Row[Any], **changes: Any) -> None:
    with app.app_context(), writing():
        db.session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == claimed.id, OutboxJob.claimed_until == claimed.claimed_until)
            .values(claimed_until=None, **changes)
        )
        db.session.commit()
