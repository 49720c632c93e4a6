"""Working as one tenant from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click
from flask import g

from core.database import db, writing
from core.tenancy import bind_tenant
from core.tenants.info import TenantInfo
from core.tenants.queries import tenant_by_slug


@contextmanager
def in_tenant(slug: str, *, write: bool = False) -> Iterator[TenantInfo]:
    """The body of a command, in the scope of the tenant at `slug`; with `write` it is committed at its end.

    An unknown slug is a `ClickException`: one clear line for whoever typed it.
    """
    with writing() if write else nullcontext():
        tenant = tenant_by_slug(slug)
        if tenant is None:
            message = f"no community is called {slug!r}"
            raise click.ClickException(message)
        g.tenant = TenantInfo.of(tenant)
        bind_tenant(db.session(), tenant.id)
        yield g.tenant
        if write:
            db.session.commit()
