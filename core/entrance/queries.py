"""Reads across the communities of one account."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.accounts.models import Account
from core.database import db
from core.people.models import Person
from core.tenancy import all_tenants_unsafe
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant

WORKING = ("owner", "admin", "staff")


@dataclass(frozen=True, slots=True)
class Membership:
    """A community that an account works in, and as what."""

    tenant: TenantInfo
    role: str


def communities_of(account: Account) -> Sequence[Membership]:
    """The communities in which `account` has a console, its own first."""
    with all_tenants_unsafe("an account works in several tenants"):
        rows = db.session.execute(
            select(Tenant, Person.role)
            .join(Person, Person.tenant_id == Tenant.id)
            .where(Person.account_id == account.id, Person.state == "seated", Person.role.in_(WORKING))
            .order_by(Tenant.created_at.desc())
        ).all()
    found = [Membership(TenantInfo.of(tenant), role) for tenant, role in rows]
    return sorted(found, key=lambda one: WORKING.index(one.role))


def own_trials(account: Account) -> list[TenantInfo]:
    """Communities of `account` that nobody has claimed yet, newest first."""
    return [one.tenant for one in communities_of(account) if one.role == "owner" and one.tenant.is_trial]


def owned_trial(account: Account, tenant_id: uuid.UUID) -> bool:
    """Whether `account` may claim this community."""
    return any(tenant.id == tenant_id for tenant in own_trials(account))
