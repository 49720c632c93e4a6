"""The outbox's own job: tidying up."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.jobs.registry import Job, every
from core.jobs.schedule import forget_done_jobs


@every(timedelta(days=1))
def tidy(_payload: Mapping[str, Any]) -> None:
    """Forget what was done a week ago."""
    forget_done_jobs()


JOBS = {"jobs.tidy": Job(tidy)}
