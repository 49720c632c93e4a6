"""Writes about a tenant's look."""

from core.tenants.models import Tenant
from core.tenants.operations import touch_tenant
from core.theming.models import ThemeChoice


def choose_theme(*, tenant: Tenant, choice: ThemeChoice) -> None:
    """Dress the tenant's site anew; its pages are made again."""
    tenant.theme = choice.model_dump(exclude_none=True)
    touch_tenant(tenant_id=tenant.id)
