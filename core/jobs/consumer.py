"""Huey wakes the runner: at once when a commit asks for work, and every minute for rounds and retries.

Huey carries no work itself, only pokes, in a file of its own (never the database's: two kinds of writers in
one SQLite file block each other). A lost poke costs a minute, no job.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from core.jobs.registry import job_registry
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs

WORKERS = 2
log = logging.getLogger("hutong.jobs")


def connect_huey(app: Flask, home: Path) -> SqliteHuey:
    """Let commits poke the runner through the file ``jobs.db``; consumers of that file hear it."""
    huey = SqliteHuey(name="hutong", filename=str(home / "jobs.db"), results=False)
    poke = huey.task(name="poke")(lambda: _contained(run_due_jobs, app))
    huey.periodic_task(crontab(minute="*"), name="round")(lambda: _make_round(app))
    job_registry(app).poke = lambda: _contained(poke)
    return huey


def start_consumer(huey: SqliteHuey) -> Consumer:
    """Run jobs in threads of this process until `stop` is called on what is returned."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    consumer = huey.create_consumer(workers=WORKERS, max_delay=1.0, check_worker_health=False)
    consumer._set_signal_handlers = lambda: None  # noqa: SLF001 - the server's signals are not huey's to take
    consumer.start()
    return consumer


def _make_round(app: Flask) -> None:
    _contained(schedule_due_jobs, app)
    _contained(run_due_jobs, app)


def _contained(work: Callable[..., Any], *arguments: Any) -> None:
    """A wake-up that fails is logged; the next one comes within a minute."""
    try:
        work(*arguments)
    except Exception:
        log.exception("waking the jobs failed")
