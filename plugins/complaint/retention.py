"""Deleting what has been kept long enough, and the traces of the order in which letters came.

A case goes `keep_days` after it was closed, with what was merged into it; never a live one, and none that a
legal hold lies on, on itself or on a part of it. Its events stay: they say no word of it.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from flask import g
from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import aliased

from hutong import daily, db
from hutong.secrets import forget_order_of_writing
from plugins.complaint.days import today
from plugins.complaint.models import Attachment, Box, Case, CaseKey, Event, Message, Note, Recusal

NIGHT, LATER_AT_NIGHT = time(3, 0), time(3, 10)
AT_ONCE = 500
UNORDERED = (Case, CaseKey, Recusal, Message, Note, Attachment, Event)
"""The tables that grow with letters."""
_PART = aliased(Case)


@daily(NIGHT, while_off=True)
def forget_closed_cases(_payload: Mapping[str, Any]) -> None:
    """Delete the cases whose time is over, with all that belongs to them."""
    day = today(g.tenant)
    boxes = db.session.execute(select(Box.id, Box.keep_days)).all()
    if not boxes:
        return
    is_over = or_(
        *(and_(Case.box_id == box_id, Case.closed_on <= day - timedelta(days=kept)) for box_id, kept in boxes)
    )
    with_held_part = select(_PART.merged_into_id).where(_PART.state == "merged", _PART.is_held)
    over = select(Case.id).where(
        Case.state == "closed", is_over, Case.is_held.is_(False), Case.id.not_in(with_held_part)
    )
    has_deleted = False
    while ids := db.session.scalars(over.limit(AT_ONCE).with_for_update()).all():
        _delete(ids)
        has_deleted = True
    if has_deleted:
        forget_order_of_writing(*UNORDERED)


@daily(LATER_AT_NIGHT, while_off=True)
def hide_the_order(_payload: Mapping[str, Any]) -> None:
    """Have the tables rewritten where anything happened to a letter without a name since the day before."""
    recent = today(g.tenant) - timedelta(days=2)
    moved = select(Event.id).join(Case, Case.id == Event.case_id)
    if db.session.scalar(moved.where(Event.day >= recent, Case.is_named.is_(False)).limit(1)) is not None:
        forget_order_of_writing(*UNORDERED)


def _delete(ids: Sequence[uuid.UUID]) -> None:
    """Delete these cases and what was merged into them; their files, talks and notes go by cascade."""
    with_parts = or_(Case.id.in_(ids), and_(Case.merged_into_id.in_(ids), Case.state == "merged"))
    gone = db.session.execute(
        delete(Case)
        .where(with_parts)
        .returning(Case.id, Case.box_id, Case.topic_id)
        .execution_options(synchronize_session=False)
    ).all()
    lines = [
        {
            "case_id": case_id,
            "box_id": box_id,
            "topic_id": topic_id,
            "day": today(g.tenant),
            "kind": "deleted",
        }
        for case_id, box_id, topic_id in gone
    ]
    db.session.execute(insert(Event), lines)
