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
from core.tenants.operations import create_tenant, trial_slug


@contextmanager
def rehearsed(app: Flask, template: TemplateInfo, languages: Sequence[str]) -> Iterator[TenantInfo]:
    """Inside, the tenant exists and the template is applied. Raises `TemplateError`."""
    with app.app_context(), writing():
        try:
            tenant = create_tenant(
                slug=trial_slug(template.name), name=template.shop_name, languages=list(languages)
            )
            yield apply_template(tenant, template, languages, is_rehearsal=True)
        finally:
            db.session.rollback()
