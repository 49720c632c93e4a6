"""Changing agenda, speakers and materials."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from hutong import current_tenant_id, db, now, touch_tenant
from plugins.meeting.models import AgendaItem, ItemSpeaker, Material, Meeting, Speaker
from plugins.meeting.recurring import at_wall
from plugins.meeting.when import zone_of


def add_item(meeting: Meeting, *, speaker_ids: Sequence[uuid.UUID] = (), **values: Any) -> AgendaItem:
    """A point of the agenda; without a time it stands last among those without."""
    last = db.session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(meeting_id=meeting.id, position=(last or 0) + 1, **values)
    db.session.add(item)
    db.session.flush()
    set_speakers(item, speaker_ids)
    return item


def change_item(item: AgendaItem, *, speaker_ids: Sequence[uuid.UUID], **values: Any) -> None:
    """Set columns and who speaks."""
    for name, value in values.items():
        setattr(item, name, value)
    set_speakers(item, speaker_ids)


def set_speakers(item: AgendaItem, speaker_ids: Sequence[uuid.UUID]) -> None:
    """Who speaks at a point, in this order."""
    db.session.execute(delete(ItemSpeaker).where(ItemSpeaker.item_id == item.id))
    for position, speaker_id in enumerate(speaker_ids):
        db.session.add(ItemSpeaker(item_id=item.id, speaker_id=speaker_id, position=position))
    db.session.flush()
    _say_changed()


def shift_agenda(meeting: Meeting, since: datetime) -> None:
    """Take every point that has a time along, by the clock, with a meeting that began at `since` before."""
    zone = zone_of(meeting)
    if meeting.starts_at is None:
        return
    step = _on_the_wall(meeting.starts_at, zone) - _on_the_wall(since, zone)
    timed = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.starts_at.is_not(None))
    for item in db.session.scalars(timed):
        item.starts_at = _shifted(item.starts_at, step, zone)
        item.ends_at = _shifted(item.ends_at, step, zone)
    _say_changed()


def add_speaker(meeting: Meeting, **values: Any) -> Speaker:
    """Somebody who speaks; last in the order."""
    last = db.session.scalar(select(func.max(Speaker.position)).where(Speaker.meeting_id == meeting.id))
    speaker = Speaker(meeting_id=meeting.id, position=(last or 0) + 1, **values)
    db.session.add(speaker)
    db.session.flush()
    _say_changed()
    return speaker


def change_speaker(speaker: Speaker, **values: Any) -> None:
    """Set columns."""
    for name, value in values.items():
        setattr(speaker, name, value)
    _say_changed()


def move_speaker(meeting: Meeting, speaker: Speaker, step: int) -> None:
    """One place up or down (-1, 1) among the speakers that are shown."""
    shown = db.session.scalars(
        select(Speaker)
        .where(Speaker.meeting_id == meeting.id, Speaker.deleted_at.is_(None))
        .order_by(Speaker.position, Speaker.id)
    ).all()
    order = [one.id for one in shown]
    here = order.index(speaker.id)
    there = here + step
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    for position, speaker_id in enumerate(order):
        db.session.execute(update(Speaker).where(Speaker.id == speaker_id).values(position=position))
    _say_changed()


def add_material(meeting: Meeting, **values: Any) -> Material:
    """A file or a link."""
    material = Material(meeting_id=meeting.id, **values)
    db.session.add(material)
    db.session.flush()
    _say_changed()
    return material


def change_material(material: Material, **values: Any) -> None:
    """Set columns."""
    for name, value in values.items():
        setattr(material, name, value)
    _say_changed()


def bin_part(part: AgendaItem | Speaker | Material) -> None:
    """Take it off the page; it can be put back."""
    part.deleted_at = now()
    _say_changed()


def restore_part(part: AgendaItem | Speaker | Material) -> None:
    """Put it back."""
    part.deleted_at = None
    _say_changed()


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _shifted(moment: datetime | None, step: timedelta, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    wall = _on_the_wall(moment, zone) + step
    return at_wall(wall.date(), wall.time(), zone)


def _say_changed() -> None:
    touch_tenant(tenant_id=current_tenant_id(db.session()))
