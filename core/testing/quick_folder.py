"""Where the files of tests lie: in memory, if there is room. What they hold need not survive a power cut."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ROOM = 2_000_000_000
"""Bytes that have to be free there; a run takes about a quarter of it."""


def quick_folder() -> Path:
    """A folder for temporary files: SQLite waits for a disk at each commit."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else Path(tempfile.gettempdir())


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest's signature
    """Let pytest make `tmp_path` there; it has no setting for this but the variable."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_folder()))
