"""Who handles what: topics given, and a handler who goes."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete, update

from hutong import db
from plugins.complaint.models import Case, CaseKey, Handler, TopicHandler
from plugins.complaint.queries import all_topics
from plugins.complaint.unlocking import close_desks


def set_topics(*, handler: Handler, topic_ids: Collection[uuid.UUID]) -> None:
    """Give a handler exactly these topics; keys of letters that are there follow by `resealing`."""
    known = {topic.id for topic in all_topics()}
    db.session.execute(delete(TopicHandler).where(TopicHandler.handler_id == handler.id))
    db.session.add_all(
        TopicHandler(topic_id=topic_id, handler_id=handler.id) for topic_id in known & set(topic_ids)
    )
    db.session.flush()


def remove_handler(*, handler: Handler) -> None:
    """End it at once: keys, topics and open sessions go; what they wrote keeps their name."""
    close_desks(handler.id)
    db.session.execute(delete(CaseKey).where(CaseKey.handler_id == handler.id))
    db.session.execute(delete(TopicHandler).where(TopicHandler.handler_id == handler.id))
    db.session.execute(update(Case).where(Case.assigned_id == handler.id).values(assigned_id=None))
    handler.is_active, handler.wrapped_secret = False, b""
    db.session.flush()
