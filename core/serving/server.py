"""The server: gunicorn in this process, one worker with threads, jobs in threads beside them."""

import logging
import resource
import socket
import threading
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from core.config import AT_WORK, THREADS, Settings
from core.database import db

CONNECTIONS = 2000
"""Well above the threads: the rest is what may be kept alive between two requests."""
FILES = 8192
"""A stream holds a socket, a connection to SQLite three files."""


class PortTakenError(RuntimeError):
    """Somebody else listens on the address."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's; told to stop it ends open streams, as it waits for whatever is being answered."""

    def handle_exit(self, sig: Any, frame: Any) -> None:
        self.app.end_streams()
        super().handle_exit(sig, frame)


class Gate:
    """Lets so many requests in at once; a stream has left it before it begins to wait."""

    def __init__(self, app: Flask, places: int) -> None:
        self._app = app
        self._places = threading.BoundedSemaphore(places)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self._places:
            return self._app(environ, start_response)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured here and nowhere else."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._consumer: Any = None
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options = {
            "bind": [f"{host}:{self._settings.port}"],
            "worker_class": Worker,
            "workers": 1,
            "threads": THREADS,
            "worker_connections": CONNECTIONS,
            "timeout": 60,
            "graceful_timeout": 4,
            "keepalive": 15,
            "control_socket_disable": True,
            "loglevel": "error",  # as a warning it writes down who sent what is no HTTP
            "errorlog": "-",
            "accesslog": None,
            "post_worker_init": self._start_jobs,
            "worker_exit": self._end,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Gate:
        return Gate(self._app, AT_WORK)

    def end_streams(self) -> None:
        """Whoever listens loses the line."""
        self._app.extensions["hutong.streams"].stop()

    def _start_jobs(self, _worker: Any) -> None:
        if self._settings.jobs == "thread":
            self._consumer = self._app.extensions["hutong.waker"].start()

    def _end(self, _arbiter: Any, _worker: Any) -> None:
        """Let running jobs finish, and write what is still counted in memory."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        self._app.extensions["hutong.sightings"].flush()
        self._app.extensions["hutong.pauses"].flush()


def serve(app: Flask) -> None:
    """Serve until a signal ends it; the process ends here."""
    settings: Settings = app.extensions["hutong.settings"]
    with app.app_context():
        db.engine.dispose()
    _allow_open_files()
    Server(app, settings).run()


def _allow_open_files() -> None:
    """As many as this process may ask for; 1024, which is usual, is less than the threads can need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def check_port(settings: Settings) -> None:
    """Raises `PortTakenError` where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            msg = f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); set HOST or PORT"
            raise PortTakenError(msg) from error


def note_address(settings: Settings) -> None:
    """Write down where this installation is served (see `Settings.base_url`)."""
    settings.address_file.unlink(missing_ok=True)
    settings.address_file.write_text(settings.base_url)


def log_to_stderr() -> None:
    """One line for each event; what a request carried and who sent it stay out."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("huey").setLevel(logging.WARNING)
