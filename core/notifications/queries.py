"""Reads about what a person was told."""

import uuid

from sqlalchemy import func, select

from core.database import db
from core.notifications.models import Notification


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
