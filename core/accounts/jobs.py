"""Jobs about accounts: expired sessions and links are forgotten."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from core.accounts.models import AccountSession, AccountToken
from core.database import db, now
from core.jobs.registry import Job, every


@every(timedelta(days=1))
def forget_expired(_payload: Mapping[str, Any]) -> None:
    """Delete what nobody can use any more."""
    for table in (AccountSession, AccountToken):
        db.session.execute(delete(table).where(table.expires_at < now()))


JOBS = {"accounts.forget_expired": Job(forget_expired)}
