"""What the operator sees: across all tenants, counts and names, never a tenant's content."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from core.accounts.models import Account
from core.database import db, now
from core.jobs.queries import open_jobs, parked_jobs
from core.people.models import Person
from core.tenancy import all_tenants_unsafe
from core.tenants.models import AbuseReport, Plan, Tenant

PAGE = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """The installation in numbers."""

    active: int
    trials: int
    ended: int
    suspended: int
    accounts: int
    open_reports: int
    open_jobs: int
    parked_jobs: int


def figures() -> Figures:
    """How much there is of what matters."""
    states = {
        row[0]: row[1]
        for row in db.session.execute(select(Tenant.status, func.count()).group_by(Tenant.status)).all()
    }
    ended = _count(
        select(func.count(Tenant.id)).where(Tenant.status == "trial", Tenant.trial_ends_at <= now())
    )
    return Figures(
        active=states.get("active", 0),
        trials=states.get("trial", 0) - ended,
        ended=ended,
        suspended=states.get("suspended", 0),
        accounts=_count(
            select(func.count(Account.id)).where(
                or_(Account.email.is_not(None), Account.claimed_email.is_not(None))
            )
        ),
        open_reports=_count(select(func.count(AbuseReport.id)).where(AbuseReport.handled_at.is_(None))),
        open_jobs=open_jobs(),
        parked_jobs=len(parked_jobs()),
    )


def tenants_found(search: str, status: str, page: int) -> tuple[Sequence[Tenant], int]:
    """One page of tenants, newest first, and how many there are; `search` looks at slug, name and owner."""
    statement = select(Tenant)
    if status:
        statement = statement.where(Tenant.status == status)
    if search:
        pattern = f"%{_escaped(search)}%"
        names = [Tenant.name[language].as_string().ilike(pattern, escape="\\") for language in ("zh", "en")]
        owned = Tenant.id.in_(
            select(Person.tenant_id).where(Person.role == "owner", Person.email.ilike(pattern, escape="\\"))
        )
        statement = statement.where(or_(Tenant.slug.ilike(pattern, escape="\\"), owned, *names))
    with all_tenants_unsafe("the operator looks for a tenant by its owner"):
        total = _count(select(func.count()).select_from(statement.subquery()))
        rows = db.session.scalars(
            statement.order_by(Tenant.created_at.desc(), Tenant.id).limit(PAGE).offset((page - 1) * PAGE)
        ).all()
    return rows, total


def owners_of(tenant_id: uuid.UUID) -> Sequence[Person]:
    """Who owns a tenant."""
    with all_tenants_unsafe("the operator writes to a tenant's owner"):
        return db.session.scalars(
            select(Person).where(
                Person.tenant_id == tenant_id, Person.role == "owner", Person.state == "seated"
            )
        ).all()


def plan_by_id(plan_id: uuid.UUID) -> Plan | None:
    """A plan."""
    return db.session.get(Plan, plan_id)


def tenants_on(plan_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The tenants that have a plan."""
    return db.session.scalars(select(Tenant.id).where(Tenant.plan_id == plan_id)).all()


def reports(*, handled: bool) -> Sequence[tuple[AbuseReport, Tenant]]:
    """Reports of abuse with what they are about, newest first."""
    is_handled = AbuseReport.handled_at.is_not(None)
    rows = db.session.execute(
        select(AbuseReport, Tenant)
        .join(Tenant, Tenant.id == AbuseReport.tenant_id)
        .where(is_handled if handled else ~is_handled)
        .order_by(AbuseReport.reported_at.desc())
        .limit(200)
    ).all()
    return [(row[0], row[1]) for row in rows]


def _count(statement: object) -> int:
    return db.session.scalar(statement) or 0  # type: ignore[call-overload]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
