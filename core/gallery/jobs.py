"""Jobs of the gallery: what was unpacked from bundles does not lie about for ever."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.database import now
from core.gallery.bundles import unpacked_root
from core.jobs.registry import Job, every

A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=30)


@every(A_DAY)
def forget_unpacked(_payload: Mapping[str, Any]) -> None:
    """Delete what was unpacked a month ago or earlier: it is unpacked anew where it is still wanted."""
    root = unpacked_root()
    for folder in root.glob("*/*"):
        if folder.stat().st_mtime < (now() - A_MONTH).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


JOBS = {"gallery.forget_unpacked": Job(forget_unpacked)}
