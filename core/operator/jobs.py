"""Work that follows the operator's changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.database import db, writing
from core.jobs.registry import Job
from core.operator.queries import tenants_on
from core.people.operations import plan_changed
from core.tenancy import tenant_scope
from core.this_app import this_app


def admit_waiting(payload: Mapping[str, Any]) -> None:
    """After a plan grew: in each community on it, let those in who wait, each in its own transaction."""
    app = this_app()
    tenant_ids = tenants_on(UUID(payload["plan"]))
    db.session.rollback()
    for tenant_id in tenant_ids:
        with app.app_context(), writing(), tenant_scope(tenant_id):
            plan_changed()
            db.session.commit()


JOBS = {"operator.admit_waiting": Job(admit_waiting, one_transaction=False)}
