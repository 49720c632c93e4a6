"""Reads about what a person was told."""

import uuid
from collections.abc import Sequence

from sqlalchemy import case, func, select

from core.database import db
from core.mail.models import MailMessage
from core.notifications.models import Notification
from core.people.models import Person
from core.people.queries import person_by_id

PAGE = 5
HISTORY = 10


def reader(person_id: uuid.UUID) -> Person | None:
    """Who is told what is meant for this person: who they turned out to be, unless that one left."""
    person = person_by_id(person_id)
    while person is not None and person.merged_into_id is not None:
        person = person_by_id(person.merged_into_id)
    return person if person is not None and person.state != "left" else None


def unread_notices(person_id: uuid.UUID) -> int:
    """How much a person was told and has not opened yet."""
    return (
        db.session.scalar(
            select(func.count(Notification.id)).where(
                Notification.person_id == person_id, Notification.read_at.is_(None)
            )
        )
        or 0
    )


def notifications_count(person_id: uuid.UUID) -> int:
    """How much a person was told, as far as it is kept."""
    return (
        db.session.scalar(
            select(func.count(Notification.id)).where(
                Notification.person_id == person_id, Notification.subject != ""
            )
        )
        or 0
    )


def notifications_of(person_id: uuid.UUID, page: int = 1) -> Sequence[Notification]:
    """A page of what a person was told: unread first, then the newest."""
    is_read = case((Notification.read_at.is_(None), 0), else_=1)
    return db.session.scalars(
        select(Notification)
        .where(Notification.person_id == person_id)
        .order_by(is_read, Notification.created_at.desc(), Notification.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()


def notification_of(person_id: uuid.UUID, notification_id: uuid.UUID) -> Notification | None:
    """One thing that this person was told."""
    return db.session.scalar(
        select(Notification).where(Notification.id == notification_id, Notification.person_id == person_id)
    )


def history_of(person_id: uuid.UUID) -> list[tuple[Notification, MailMessage | None]]:
    """The last that a person was told, newest first, each with its mail as long as that is kept.

    What was erased with a person has no words and is left out.
    """
    told = db.session.scalars(
        select(Notification)
        .where(Notification.person_id == person_id, Notification.subject != "")
        .order_by(Notification.created_at.desc(), Notification.id.desc())
        .limit(HISTORY)
    ).all()
    keys = {notification.mail_key for notification in told if notification.mail_key}
    mails = db.session.scalars(select(MailMessage).where(MailMessage.key.in_(keys))).all() if keys else []
    by_key = {mail.key: mail for mail in mails}
    return [(notification, by_key.get(notification.mail_key)) for notification in told]
