"""Jobs about photos: files of tenants that are gone follow them."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from core.database import now
from core.jobs.registry import Job, every, job_registry

A_DAY = timedelta(days=1)


@every(A_DAY)
def forget_orphans(_payload: Mapping[str, Any]) -> None:
    """Delete the folders whose tenant was deleted; the database cannot do that by itself.

    A new folder may belong to a tenant that is not committed yet.
    """
    folder = Path(current_app.extensions["hutong.settings"].home) / "media"
    known = {str(tenant_id) for tenant_id, *_ in job_registry().tenants.clocks()}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < (now() - A_DAY).timestamp():
            shutil.rmtree(path)


JOBS = {"media.forget_orphans": Job(forget_orphans)}
