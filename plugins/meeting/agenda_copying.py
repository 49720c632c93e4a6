"""The agenda of a meeting that is held once more: points, who speaks and links, at their times of its day."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.meeting.agenda_editing import add_item, add_material, add_speaker
from plugins.meeting.agenda_queries import agenda_of, materials_of, speakers_of
from plugins.meeting.material_files import new_material_code
from plugins.meeting.models import AgendaItem, Meeting
from plugins.meeting.recurring import at_wall
from plugins.meeting.when import zone_of

Ids = Mapping[uuid.UUID, uuid.UUID]


def copy_agenda(meeting: Meeting, made: Meeting) -> None:
    """Give `made`, a copy of `meeting` on another day, its agenda. Files stay: they were of that day."""
    speakers = {
        one.id: add_speaker(
            made, name=dict(one.name), role=dict(one.role), text=dict(one.text), photo=one.photo
        ).id
        for one in speakers_of(meeting)
    }
    days, zone = _days_between(meeting, made), zone_of(meeting)
    items = {
        point.item.id: _copy_item(
            point.item, made, [speakers[one.id] for one in point.speakers], days, zone
        ).id
        for point in agenda_of(meeting)
    }
    _copy_links(meeting, made, items)


def _days_between(meeting: Meeting, made: Meeting) -> timedelta:
    if meeting.starts_at is None or made.starts_at is None:
        return timedelta()
    zone = zone_of(meeting)
    return made.starts_at.astimezone(zone).date() - meeting.starts_at.astimezone(zone).date()


def _copy_item(
    item: AgendaItem, made: Meeting, speaker_ids: list[uuid.UUID], days: timedelta, zone: ZoneInfo
) -> AgendaItem:
    return add_item(
        made,
        speaker_ids=speaker_ids,
        kind=item.kind,
        title=dict(item.title),
        text=dict(item.text),
        room=dict(item.room),
        starts_at=_moved(item.starts_at, days, zone),
        ends_at=_moved(item.ends_at, days, zone),
    )


def _moved(moment: datetime | None, days: timedelta, zone: ZoneInfo) -> datetime | None:
    """So many days on, at the same time by the clock."""
    if moment is None:
        return None
    local = moment.astimezone(zone)
    return at_wall(local.date() + days, local.time(), zone)


def _copy_links(meeting: Meeting, made: Meeting, items: Ids) -> None:
    for one in materials_of(meeting):
        if one.link and (one.item_id is None or one.item_id in items):
            item_id = items[one.item_id] if one.item_id else None
            add_material(
                made,
                code=new_material_code(),
                item_id=item_id,
                title=one.title,
                for_whom=one.for_whom,
                link=one.link,
            )
