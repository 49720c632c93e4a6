"""Jobs about people: expired sessions, codes and links are forgotten, in every tenant."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from core.database import db, now
from core.jobs.registry import Job, every
from core.people.models import PersonSession, PersonToken
from core.people.personal_data import ERASE, erase_in_tool
from core.tenancy import all_tenants_unsafe


@every(timedelta(days=1))
def forget_expired(_payload: Mapping[str, Any]) -> None:
    """Delete what nobody can use any more."""
    with all_tenants_unsafe("expired rows of every tenant, in one statement each"):
        for table in (PersonSession, PersonToken):
            db.session.execute(delete(table).where(table.expires_at < now()))


JOBS = {"people.forget_expired": Job(forget_expired), ERASE: Job(erase_in_tool)}
