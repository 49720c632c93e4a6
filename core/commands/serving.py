"""``hutong up`` and ``hutong worker``."""

import signal
import threading

import click
from flask import Flask
from flask.cli import ScriptInfo

from core import Settings, create_app
from core.backup.upgrading import upgrade_with_backup
from core.commands.output import note, say
from core.plugin_manager import plugins
from core.serving.server import check_port, log_to_stderr, note_address, serve
from core.serving.welcome import welcome
from core.this_app import this_app
from core.tools.absence import remember_tools


def start_safely(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Have the application built without tools of others; they are not even imported."""
    if wanted:
        script = context.ensure_object(ScriptInfo)
        script.create_app = lambda: create_app(Settings(safe_mode=True))


safe = click.option(
    "--safe",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=start_safely,
    help="Without tools of others, when one of them keeps Hutong from starting. Their data stays.",
)


@click.command()
@safe
def up() -> None:
    """Prepare everything and serve: database, operator's link, web server, jobs."""
    app = this_app()
    settings = app.extensions["hutong.settings"]
    log_to_stderr()
    check_port(settings)
    _upgrade(app)
    if settings.safe_mode:
        note(f"safe mode: without {', '.join(plugins().left_out) or 'tools of others; there are none'}")
    note_address(settings)
    say(welcome(app))
    serve(app)


@click.command()
@safe
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
