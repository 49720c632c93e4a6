"""Changing boxes and their topics. What customers see of them changes at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from hutong import TenantInfo, db, first_link, touch_tenant
from hutong.fields import new_id
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import Box, BoxState, Case, Topic

Text = dict[str, str]
FIRST_TOPICS: tuple[tuple[str, Text], ...] = (
    ("product", {"zh": "东西有问题", "en": "What I got"}),
    ("service", {"zh": "服务态度", "en": "How I was treated"}),
    ("price", {"zh": "收费", "en": "What it cost"}),
    ("other", {"zh": "别的事", "en": "Something else"}),
)
MOST_TOPICS, MOST_QUESTIONS = 20, 8
"""A list that is read on a phone, by somebody upset."""


def create_box(*, tenant: TenantInfo, title: Text, languages: Sequence[str]) -> Box:
    """A new, open box with the topics that nearly everybody needs, and a share link."""
    position = db.session.scalar(select(func.coalesce(func.max(Box.position), 0))) or 0
    box = Box(title=title, languages=list(languages), terms=Terms().stored(), position=position + 1)
    db.session.add(box)
    db.session.flush()
    for place, (key, name) in enumerate(FIRST_TOPICS):
        db.session.add(Topic(box_id=box.id, key=key, title=name, position=place))
    first_link(plugin="complaint", object_kind="box", object_id=box.id)
    touch_tenant(tenant_id=tenant.id)
    return box


def change_box(*, tenant: TenantInfo, box: Box, **changes: Any) -> None:
    """Set columns of a box, and say that it was changed."""
    for name, value in changes.items():
        setattr(box, name, value)
    box.revision += 1
    touch_tenant(tenant_id=tenant.id)


def set_box_state(*, tenant: TenantInfo, box: Box, state: BoxState) -> None:
    """Open, pause or close a box; letters that are there are worked on all the same."""
    box.state = state
    touch_tenant(tenant_id=tenant.id)


def bin_box(*, tenant: TenantInfo, box: Box, day: date) -> None:
    """Into the bin: nobody can write; its letters stay with their handlers."""
    box.deleted_on = day
    touch_tenant(tenant_id=tenant.id)


def restore_box(*, tenant: TenantInfo, box: Box) -> None:
    """Out of the bin, as it was."""
    box.deleted_on = None
    touch_tenant(tenant_id=tenant.id)


def save_topic(*, tenant: TenantInfo, box: Box, topic: Topic | None, title: Text, hint: Text) -> Topic:
    """Change a topic, or add one at the end of the list."""
    if topic is None:
        position = db.session.scalar(select(func.max(Topic.position)).where(Topic.box_id == box.id))
        topic = Topic(box_id=box.id, key=new_id(), position=(position or 0) + 1)
        db.session.add(topic)
    topic.title, topic.hint = title, hint
    topic.is_active = True
    touch_tenant(tenant_id=tenant.id)
    db.session.flush()
    return topic


def order_topics(*, tenant: TenantInfo, topics: Sequence[Topic], keys: Sequence[str]) -> None:
    """Put topics in this order; those not named come after."""
    places = {key: place for place, key in enumerate(keys)}
    for topic in topics:
        topic.position = places.get(topic.key, len(places) + topic.position)
    touch_tenant(tenant_id=tenant.id)


def withdraw_topic(*, tenant: TenantInfo, topic: Topic) -> None:
    """Take a topic out of the form. Letters about it keep it; without letters it is gone."""
    if db.session.scalar(select(Case.id).where(Case.topic_id == topic.id).limit(1)):
        topic.is_active = False
    else:
        db.session.delete(topic)
    touch_tenant(tenant_id=tenant.id)


def save_question(*, tenant: TenantInfo, topic: Topic, question: Mapping[str, Any]) -> None:
    """Change a topic's question of this id, or add it. Letters keep the questions as they were asked."""
    kept = [one for one in topic.questions if one["id"] != question["id"]]
    place = next((n for n, one in enumerate(topic.questions) if one["id"] == question["id"]), len(kept))
    topic.questions = [*kept[:place], dict(question), *kept[place:]]
    touch_tenant(tenant_id=tenant.id)


def delete_question(*, tenant: TenantInfo, topic: Topic, question_id: str) -> None:
    """Take a question out of a topic."""
    topic.questions = [one for one in topic.questions if one["id"] != question_id]
    touch_tenant(tenant_id=tenant.id)
