"""Reads about tenants."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from core.database import db, now
from core.tenancy import current_tenant_id
from core.tenants.info import TenantInfo
from core.tenants.models import Plan, Tenant, TenantAddress


def tenant_at(*, slug: str = "", host: str = "") -> tuple[TenantInfo, bool] | None:
    """The tenant at a slug or own host, and whether that address is its current one."""
    row = db.session.execute(
        select(Tenant, TenantAddress.is_current)
        .join(TenantAddress, TenantAddress.tenant_id == Tenant.id)
        .where(TenantAddress.host == host, TenantAddress.slug == slug)
    ).first()
    return (TenantInfo.of(row[0], host if row[1] else ""), row[1]) if row else None


def tenant_by_slug(slug: str) -> Tenant | None:
    """The row of the tenant whose current slug this is."""
    return db.session.scalar(select(Tenant).where(Tenant.slug == slug))


def tenant_by_id(tenant_id: uuid.UUID) -> Tenant | None:
    """The row of a tenant."""
    return db.session.get(Tenant, tenant_id)


def live_trials() -> int:
    """How many unclaimed trials have not ended yet."""
    return (
        db.session.scalar(
            select(func.count(Tenant.id)).where(Tenant.status == "trial", Tenant.trial_ends_at > now())
        )
        or 0
    )


def default_plan() -> Plan:
    """The plan of a new tenant. Raises `LookupError` where the installation has none."""
    plan = db.session.scalar(select(Plan).where(Plan.is_default).order_by(Plan.id))
    if plan is None:
        msg = "no default plan: run `hutong db upgrade`"
        raise LookupError(msg)
    return plan


def all_plans() -> Sequence[Plan]:
    """Every plan, smallest first."""
    return db.session.scalars(select(Plan).order_by(Plan.seats, Plan.name)).all()


def tenant_in_scope() -> TenantInfo:
    """The snapshot of the tenant this session is bound to."""
    tenant = db.session.get_one(Tenant, current_tenant_id(db.session()))
    return TenantInfo.of(tenant)


class TenantsOfJobs:
    """What jobs ask about tenants (see core.jobs.registry.Tenants)."""

    def clocks(self) -> Sequence[tuple[uuid.UUID, str, list[str]]]:
        """Every tenant, its time zone, and the tools it has switched on."""
        rows = db.session.execute(select(Tenant.id, Tenant.time_zone, Tenant.plugins))
        return [(row.id, row.time_zone, row.plugins) for row in rows]

    def info(self, tenant_id: uuid.UUID) -> TenantInfo | None:
        """The snapshot of a tenant."""
        tenant = db.session.get(Tenant, tenant_id)
        return TenantInfo.of(tenant) if tenant is not None else None


def plan_of(tenant_id: uuid.UUID) -> tuple[Plan, int]:
    """A tenant's plan and how many of its seats are taken."""
    row = db.session.execute(
        select(Plan, Tenant.seats_taken).join(Tenant, Tenant.plan_id == Plan.id).where(Tenant.id == tenant_id)
    ).one()
    return row[0], row[1]
