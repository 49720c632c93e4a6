"""``hutong up`` and ``hutong worker``."""

import signal
import threading

import click
from flask import Flask

from core.backup.upgrading import upgrade_with_backup
from core.commands.application import this_app
from core.commands.output import note, say
from core.serving.server import check_port, log_to_stderr, note_address, serve
from core.serving.welcome import welcome
from core.tools.absence import remember_tools


@click.command()
def up() -> None:
    """Prepare everything and serve: database, operator's link, web server, jobs."""
    app = this_app()
    settings = app.extensions["hutong.settings"]
    log_to_stderr()
    check_port(settings)
    _upgrade(app)
    note_address(settings)
    say(welcome(app))
    serve(app)


@click.command()
def worker() -> None:
    """Run jobs only, for installations whose web processes do not (HUTONG_JOBS=worker)."""
    app = this_app()
    log_to_stderr()
    _upgrade(app)
    consumer = app.extensions["hutong.waker"].start()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    note("jobs are running")
    ended.wait()
    consumer.stop(graceful=True)


def _upgrade(app: Flask) -> None:
    moved, backup = upgrade_with_backup(app)
    if backup:
        note(f"backup before the upgrade: {backup}")
    remember_tools(app)
    if moved:
        note(f"database: upgraded {', '.join(moved)}")
