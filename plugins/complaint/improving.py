"""What a business changed because somebody told it.

Nothing is taken from letters: a person writes each line, so that nobody is given away by a quotation.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from hutong import TenantInfo, db, touch_tenant
from plugins.complaint.models import Change

Text = dict[str, str]


def changes(*, published_only: bool = False, limit: int = 200) -> Sequence[Change]:
    """What was changed, newest first."""
    found = select(Change).where(Change.deleted_on.is_(None))
    if published_only:
        found = found.where(Change.is_published)
    return db.session.scalars(found.order_by(Change.month.desc(), Change.id.desc()).limit(limit)).all()


def change_by_id(change_id: uuid.UUID, *, lock: bool = False) -> Change | None:
    """One of them, deleted or not; `lock` before it is changed."""
    statement = select(Change).where(Change.id == change_id)
    return db.session.scalar(statement.with_for_update() if lock else statement)


def save_change(
    *, tenant: TenantInfo, change: Change | None, said: Text, did: Text, month: date, is_published: bool
) -> Change:
    """Write one down, or change it; one that was deleted is back. Of the date only the month counts."""
    if change is None:
        change = Change()
        db.session.add(change)
    change.said, change.did, change.month, change.is_published = said, did, month.replace(day=1), is_published
    change.deleted_on = None
    touch_tenant(tenant_id=tenant.id)
    db.session.flush()
    return change


def set_deleted(*, tenant: TenantInfo, change: Change, day: date | None) -> None:
    """Take one away, or with no `day` bring it back."""
    change.deleted_on = day
    touch_tenant(tenant_id=tenant.id)
