"""Huey wakes the runner: at once when a commit asks for work, and every minute for rounds and retries.

Huey carries no work itself, only pokes, in a file of its own (never the database's: two kinds of writers in
one SQLite file block each other). A lost poke costs a minute, no job.
"""

import logging
from collections.abc import Callable
from functools import cached_property
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


def init_waking(app: Flask) -> None:
    """Let commits poke the runners, unless jobs run only when asked."""
    settings = app.extensions["hutong.settings"]
    waker = app.extensions["hutong.waker"] = Waker(app, settings.home)
    if settings.jobs != "manual":
        job_registry(app).poke = waker.poke


class Waker:
    """Pokes the runners of this machine through the file ``jobs.db``, which is opened at first use."""

    def __init__(self, app: Flask, home: Path) -> None:
        self._app = app
        self._home = home

    def poke(self) -> None:
        """Wake a runner; without one the poke is heard when one starts."""
        _contained(self._enqueue_poke)

    def start(self) -> Consumer:
        """Run jobs in threads of this process, until `stop` is called on what is returned."""
        logging.getLogger("huey").setLevel(logging.WARNING)
        self.poke()
        consumer = self.huey.create_consumer(workers=WORKERS, max_delay=1.0, check_worker_health=False)
        consumer._set_signal_handlers = lambda: None  # noqa: SLF001 - the server's signals are not huey's to take
        consumer.start()
        return consumer

    @cached_property
    def huey(self) -> SqliteHuey:
        """The queue of pokes."""
        huey = SqliteHuey(name="hutong", filename=str(self._home / "jobs.db"), results=False)
        huey.periodic_task(crontab(minute="*"), name="round")(self._make_round)
        return huey

    def _enqueue_poke(self) -> None:
        self._poke()

    @cached_property
    def _poke(self) -> Callable[[], Any]:
        task: Callable[[], Any] = self.huey.task(name="poke")(lambda: _contained(run_due_jobs, self._app))
        return task

    def _make_round(self) -> None:
        _contained(schedule_due_jobs, self._app)
        _contained(run_due_jobs, self._app)


def _contained(work: Callable[..., Any], *arguments: Any) -> None:
    """A wake-up that fails is logged; the next one comes within a minute."""
    try:
        work(*arguments)
    except Exception:
        log.exception("waking the jobs failed")
