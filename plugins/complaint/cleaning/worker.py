"""PDFs and recordings are cleaned in a process of their own, which can be stopped.

Their libraries are large and read what a stranger made: here they have limits of time and memory, none of
the application's secrets, no way to write a file, and a crash is one refused file. Bytes come and go by
pipes, never by disk.
"""

import os
import subprocess
import sys
import time
from threading import BoundedSemaphore

from plugins.complaint.cleaning.limits import (
    MEMORY_TO_CLEAN,
    MOST_CLEANED,
    SECONDS_FOR_ONE,
    SECONDS_TO_CLEAN,
    Cleaned,
    CleaningError,
    Kind,
    Reason,
)
from plugins.complaint.cleaning.sorts import Sort

_REFUSED = 3
_lanes = {"film": BoundedSemaphore(1), "other": BoundedSemaphore(2)}
"""Processes beside each other. Films have a lane of their own, so that a voice never waits behind them."""


def clean_apart(data: bytes, sort: Sort, *, until: float) -> Cleaned:
    """`data` without metadata, at the latest `until` (`time.monotonic()`). Raises `CleaningError`."""
    lane = _lane_of(data, sort)
    if not _lanes[lane].acquire(timeout=max(0.0, until - time.monotonic())):
        raise CleaningError("slow")
    try:
        done = _run(data, sort, min(until - time.monotonic(), SECONDS_FOR_ONE[lane]))
    except subprocess.TimeoutExpired as error:
        raise CleaningError("slow") from error
    finally:
        _lanes[lane].release()
    head, _, content = done.stdout.partition(b"\n")
    if done.returncode == _REFUSED:
        reason: Reason = head.decode()  # type: ignore[assignment]
        raise CleaningError(reason)
    if done.returncode or not content:
        raise CleaningError("broken")
    kind: Kind
    kind, media_type, ending = head.decode().split()  # type: ignore[assignment]
    return Cleaned(kind, media_type, ending, content)


def _lane_of(data: bytes, sort: Sort) -> str:
    """A guess that costs nothing; who cheats has the shorter time of the other lane."""
    is_film = (sort == "mov" and b"vide" in data) or (sort == "matroska" and b"V_" in data[:65_536])
    return "film" if is_film else "other"


def _run(data: bytes, sort: Sort, seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", __name__, sort],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "MALLOC_ARENA_MAX": "2",  # or many processors reserve more address space than is given
        },
        timeout=seconds,
        check=False,
    )


def main() -> None:
    """Read a file, write what it is and what is left of it."""
    _limit()
    data, sort = sys.stdin.buffer.read(), sys.argv[1]
    try:
        cleaned = _clean(data, sort)
    except CleaningError as error:
        sys.stdout.write(error.reason)
        sys.stdout.flush()
        sys.exit(_REFUSED)
    if len(cleaned.content) > MOST_CLEANED:
        sys.exit(1)
    sys.stdout.buffer.write(f"{cleaned.kind} {cleaned.type} {cleaned.ending}\n".encode() + cleaned.content)


def _clean(data: bytes, sort: str) -> Cleaned:
    if sort == "pdf":
        from plugins.complaint.cleaning.pdfs import clean_pdf

        return clean_pdf(data)
    from plugins.complaint.cleaning.recordings import clean_recording

    return clean_recording(data, sort)


def _limit() -> None:
    """No more memory and time than given, no dump of it to disk, no file at all."""
    import resource

    seconds = 2 * SECONDS_TO_CLEAN
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY_TO_CLEAN),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # some systems know only some of them
            continue


if __name__ == "__main__":
    main()
