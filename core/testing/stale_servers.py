"""PostgreSQL servers that a killed test run left behind are ended by the next run.

A run that is killed (SIGKILL, a closed laptop) cannot stop its server. So each process of a run leaves a mark
beside the server's folder *before* it starts it: ``<folder>.users/<pid>-<when the process began>``. A server
is stale when none of the processes that left a mark is alive. Only folders that carry this checkout's name
are looked at: the servers of others, and whatever has no marks, are never touched.
"""

import atexit
import fcntl
import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

PATIENCE = 10
"""Seconds until a server that was asked to stop is taken for gone."""
_CHECKOUT = hashlib.sha256(str(Path(__file__).resolve().parents[2]).encode()).hexdigest()[:8]


def server_folder(parent: Path, run: str) -> Path:
    """Where the server of a run of this checkout lives."""
    return parent / f"hutong-postgres-{_CHECKOUT}-{run}"


def mark_in_use(folder: Path) -> None:
    """Say that this process uses the server of a folder, until it ends."""
    users = folder.with_name(f"{folder.name}.users")
    mark = users / _name_of(os.getpid())
    with _alone(folder.parent):
        users.mkdir(exist_ok=True)
        mark.touch()
    atexit.register(_unmark, mark)


def sweep_stale_servers(parent: Path) -> list[Path]:
    """End servers of this checkout whose runs are gone, and remove their folders; gives these."""
    swept = []
    with _alone(parent):
        for users in sorted(parent.glob(f"hutong-postgres-{_CHECKOUT}-*.users")):
            if any(_is_alive(mark.name) for mark in users.iterdir()):
                continue
            folder = users.with_suffix("")
            _stop(folder)
            rmtree(folder, ignore_errors=True)
            rmtree(users, ignore_errors=True)
            swept.append(folder)
    return swept


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """One process of this checkout at a time: nobody sweeps what another is about to mark."""
    with (parent / f"hutong-postgres-{_CHECKOUT}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unmark(mark: Path) -> None:
    with suppress(OSError), _alone(mark.parent.parent):
        mark.unlink()
        mark.parent.rmdir()  # the last one


def _name_of(pid: int) -> str:
    """A process by its number and its beginning: numbers are given out again."""
    from psutil import Process

    return f"{pid}-{Process(pid).create_time():.2f}"


def _is_alive(mark: str) -> bool:
    from psutil import NoSuchProcess

    try:
        return _name_of(int(mark.partition("-")[0])) == mark
    except NoSuchProcess:
        return False


def _stop(folder: Path) -> None:
    """Stop the server whose pid file lies in a folder, if that process really serves this folder."""
    from psutil import Error, Process

    with suppress(OSError, ValueError, Error):
        server = Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
        if str(folder) in server.cmdline():
            server.send_signal(signal.SIGQUIT)
            server.wait(PATIENCE)
