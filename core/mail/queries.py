"""Reads about mails, across tenants: for the operator's outbox page."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from core.database import db
from core.mail.models import MailMessage


def recent_mails(limit: int = 100, *, recipient: str = "") -> Sequence[MailMessage]:
    """The newest mails, or the newest to one address."""
    statement = select(MailMessage).order_by(MailMessage.id.desc()).limit(limit)
    if recipient:
        statement = statement.where(MailMessage.recipient == recipient)
    return db.session.scalars(statement).all()


def mails_to(recipient: str, tenant_id: uuid.UUID) -> Sequence[MailMessage]:
    """What a tenant sent to one address and is still kept, oldest first."""
    return db.session.scalars(
        select(MailMessage)
        .where(MailMessage.recipient == recipient, MailMessage.tenant_id == tenant_id)
        .order_by(MailMessage.id)
    ).all()


def mail_by_id(mail_id: uuid.UUID) -> MailMessage | None:
    """One mail."""
    return db.session.get(MailMessage, mail_id)


def mail_counts() -> dict[str, int]:
    """How many mails are in each state, for those that occur."""
    rows = db.session.execute(select(MailMessage.state, func.count()).group_by(MailMessage.state))
    return {row[0]: row[1] for row in rows}
