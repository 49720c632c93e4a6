"""What becomes of trials that nobody claims."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from core.accounts.models import Account
from core.database import db, now
from core.people.models import Person
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant
from core.tenants.operations import delete_tenant

GRACE = timedelta(days=14)
"""How long an ended trial is kept and can still be claimed."""


def delete_ended_trials() -> list[str]:
    """Delete trials that ended longer ago than the grace; gives their slugs."""
    ended = db.session.scalars(
        select(Tenant).where(Tenant.status == "trial", Tenant.trial_ends_at < now() - GRACE)
    ).all()
    slugs = [tenant.slug for tenant in ended]
    for tenant in ended:
        delete_tenant(tenant=tenant)
    return slugs


def forget_idle_guests() -> None:
    """Delete guests' accounts that lead to no community any more."""
    with all_tenants_unsafe("whether an account is anybody anywhere"):
        db.session.execute(
            delete(Account).where(
                Account.email.is_(None),
                Account.claimed_email.is_(None),
                Account.is_operator.is_(False),
                Account.created_at < now() - GRACE,
                ~exists().where(Person.account_id == Account.id),
            )
        )
