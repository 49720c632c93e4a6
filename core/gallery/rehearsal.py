"""A community that never was: a template applied to a new tenant in a transaction that is rolled back.

The gallery shows what comes of it, `hutong template check` only whether it works. It runs in an application
context, and so in a database session, of its own; nothing of it is ever committed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask

from core.database import db, writing
from core.gallery.catalog import TemplateInfo
from core.gallery.operations import apply_template
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.tenants.operations import create_tenant, trial_slug


@contextmanager
def rehearsed(app: Flask, template: TemplateInfo, languages: Sequence[str]) -> Iterator[TenantInfo]:
    """Inside, the tenant exists and the template is applied. Raises `TemplateError`."""
    with empty_stage(app, template, languages) as tenant:
        yield apply_template(tenant, template, languages, is_rehearsal=True)


@contextmanager
def empty_stage(app: Flask, template: TemplateInfo, languages: Sequence[str]) -> Iterator[Tenant]:
    """Inside, the tenant exists, with nothing of the template yet."""
    with app.app_context(), writing():
        try:
            yield create_tenant(
                slug=trial_slug(template.name), name=template.shop_name, languages=list(languages)
            )
        finally:
            db.session.rollback()
