"""Slugs: what may be a tenant's name in addresses."""

import re
import uuid

from sqlalchemy import select

from core.database import db
from core.tenants.models import TenantAddress

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RESERVED = """
about account admin api app assets auth billing blog console contact dashboard demo docs favicon healthz help
home hutong index legal login logout mail me new operator platform pricing privacy public robots root settings
signin signup static status support system tenant terms test www
"""
RESERVED_SLUGS = frozenset(_RESERVED.split())


class SlugError(ValueError):
    """A slug that cannot be taken; `reason` is ``malformed``, ``reserved`` or ``taken``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_slug(slug: str) -> str:
    """`slug` if its shape is allowed. Raises `SlugError`; whether it is free only the insert can tell."""
    if not (3 <= len(slug) <= 40 and SLUG.fullmatch(slug)):
        reason = "malformed"
        raise SlugError(reason)
    if slug in RESERVED_SLUGS:
        reason = "reserved"
        raise SlugError(reason)
    return slug


def check_slug_free(slug: str, *, tenant_id: uuid.UUID | None = None) -> str:
    """`slug` if it may be taken, by `tenant_id` perhaps again. Raises `SlugError`."""
    check_slug(slug)
    holder = db.session.scalar(
        select(TenantAddress.tenant_id).where(TenantAddress.slug == slug, TenantAddress.host == "")
    )
    if holder is not None and holder != tenant_id:
        reason = "taken"
        raise SlugError(reason)
    return slug
