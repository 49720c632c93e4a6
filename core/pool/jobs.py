"""Jobs of the pool: what was taken off or deleted long ago is forgotten, in every tenant."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from core.database import db, now
from core.jobs.registry import Job, every
from core.pool.models import Segment, Tag, Tagging
from core.tenancy import all_tenants_unsafe

KEPT = timedelta(days=30)
"""How long an undo finds what it needs."""


@every(timedelta(days=1))
def forget_taken_off(_payload: Mapping[str, Any]) -> None:
    """Delete tags, segments and taggings that nobody brought back."""
    before = now() - KEPT
    with all_tenants_unsafe("old rows of every tenant, in one statement each"):
        db.session.execute(delete(Tagging).where(Tagging.taken_off, Tagging.changed_at < before))
        for table in (Tag, Segment):
            db.session.execute(delete(table).where(table.deleted_at < before))


JOBS = {"pool.forget_taken_off": Job(forget_taken_off)}
