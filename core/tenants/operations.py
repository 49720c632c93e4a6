"""Writes about tenants."""

import re
import uuid
from datetime import timedelta

from sqlalchemy import delete, select, update

from core.codes import new_code
from core.config import Settings
from core.database import LocalizedText, db, now
from core.plugin_manager import plugins
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.models import Plan, Tenant, TenantAddress
from core.tenants.queries import default_plan, live_trials
from core.tenants.slugs import SlugError, check_slug


class TrialLimitError(RuntimeError):
    """This installation has as many live trials as it allows."""


def create_tenant(
    *,
    slug: str,
    name: LocalizedText,
    languages: list[str],
    scenario: str = "",
    time_zone: str = "Asia/Shanghai",
    trial_hours: int | None = None,
) -> Tenant:
    """Create a tenant and bind the session to it, so that one transaction creates and fills it.

    `trial_hours` None makes it active at once. Raises `SlugError`.
    """
    check_slug(slug)
    if db.session.scalar(
        select(TenantAddress.id).where(TenantAddress.slug == slug, TenantAddress.host == "")
    ):
        reason = "taken"
        raise SlugError(reason)
    tenant = Tenant(
        slug=slug,
        name=name,
        scenario=scenario,
        languages=languages,
        time_zone=time_zone,
        status="active" if trial_hours is None else "trial",
        trial_ends_at=None if trial_hours is None else now() + timedelta(hours=trial_hours),
        plan_id=default_plan().id,
    )
    db.session.add(tenant)
    db.session.flush()
    db.session.add(TenantAddress(slug=slug, tenant_id=tenant.id))
    bind_tenant(db.session(), tenant.id)
    db.session.flush()
    return tenant


def trial_slug(scenario: str) -> str:
    """A free-looking slug of a trial: the scenario and a random tail."""
    stem = re.sub(r"[^a-z0-9]+", "-", scenario.lower()).strip("-") or "shop"
    return f"{stem[:24]}-{new_code(6)}" if stem[0].isalpha() else f"shop-{new_code(6)}"


def check_trial_limit(settings: Settings) -> None:
    """Raises `TrialLimitError` when no further trial may start; others that begin wait until the commit."""
    db.session.execute(select(Plan.id).where(Plan.is_default).with_for_update())
    if live_trials() >= settings.trial_limit:
        raise TrialLimitError


def rename_tenant(*, tenant: Tenant, slug: str) -> None:
    """Give `tenant` another slug; the old one redirects for ever. Raises `SlugError`."""
    if slug == tenant.slug:
        return
    check_slug(slug)
    known = db.session.scalar(
        select(TenantAddress).where(TenantAddress.slug == slug, TenantAddress.host == "")
    )
    if known is not None and known.tenant_id != tenant.id:
        reason = "taken"
        raise SlugError(reason)
    db.session.execute(
        update(TenantAddress).where(TenantAddress.tenant_id == tenant.id).values(is_current=False)
    )
    if known is not None:
        known.is_current = True
    else:
        db.session.add(TenantAddress(slug=slug, tenant_id=tenant.id))
    tenant.slug = slug
    touch_tenant(tenant_id=tenant.id)


def activate_tenant(*, tenant: Tenant) -> None:
    """A trial becomes a community that stays."""
    tenant.status = "active"
    tenant.trial_ends_at = None
    touch_tenant(tenant_id=tenant.id)


def suspend_tenant(*, tenant: Tenant, reason: str) -> None:
    """Close a tenant's public side; nothing is deleted."""
    tenant.status = "suspended"
    tenant.suspended_reason = reason[:300]
    touch_tenant(tenant_id=tenant.id)


def resume_tenant(*, tenant: Tenant) -> None:
    """Open a suspended tenant again: as a trial if it was one."""
    tenant.status = "active" if tenant.trial_ends_at is None else "trial"
    tenant.suspended_reason = ""
    touch_tenant(tenant_id=tenant.id)


def touch_tenant(*, tenant_id: uuid.UUID) -> None:
    """Bump the revision: pages kept of this tenant are made anew at their next request.

    It happens in the transaction of the change, so nobody keeps an old page under the new revision.
    """
    db.session.execute(update(Tenant).where(Tenant.id == tenant_id).values(revision=Tenant.revision + 1))


def info_of(tenant: Tenant) -> TenantInfo:
    """The snapshot of `tenant` as its own transaction sees it."""
    db.session.flush()
    db.session.refresh(tenant)
    return TenantInfo.of(tenant)


def update_tenant(*, tenant: Tenant, name: LocalizedText, languages: list[str], time_zone: str) -> None:
    """Change who a tenant is; its pages are made anew."""
    tenant.name = name
    tenant.languages = languages
    tenant.time_zone = time_zone
    touch_tenant(tenant_id=tenant.id)


def set_plugin(*, tenant: Tenant, plugin: str, enabled: bool) -> None:
    """Switch a tool on or off for a tenant; a pause is over. Its data is never touched. Safe to repeat."""
    others = [name for name in tenant.plugins if name != plugin]
    tenant.plugins = sorted([*others, plugin] if enabled else others)
    tenant.paused = {name: pause for name, pause in tenant.paused.items() if name != plugin}
    plugins().book.forget(tenant.id, plugin)
    touch_tenant(tenant_id=tenant.id)


def delete_tenant(*, tenant: Tenant) -> None:
    """Delete a tenant with all that is its own (the database follows the keys). There is no way back."""
    db.session.execute(delete(Tenant).where(Tenant.id == tenant.id))
