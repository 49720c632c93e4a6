"""The name and address that a trial is claimed under."""

from core.database import db
from core.tenants.models import Tenant
from core.tenants.operations import rename_tenant, update_tenant


def name_shop(*, tenant: Tenant, name: str, slug: str) -> None:
    """Give `tenant` its real name and address; the old address redirects for ever. Raises `SlugError`.

    A shop's own name is the same in every language until its owner says otherwise.
    """
    with db.session.begin_nested():
        rename_tenant(tenant=tenant, slug=slug)
        if name and name not in tenant.name.values():
            update_tenant(
                tenant=tenant,
                name=dict.fromkeys(tenant.languages, name),
                languages=tenant.languages,
                time_zone=tenant.time_zone,
            )
