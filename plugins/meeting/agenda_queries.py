"""Agenda, speakers and materials of a meeting, read in a fixed number of statements."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hutong import db
from plugins.meeting.models import AgendaItem, ItemSpeaker, Material, Meeting, Speaker
from plugins.meeting.when import zone_of


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda with who speaks and what there is to read."""

    item: AgendaItem
    speakers: Sequence[Speaker]
    materials: Sequence[Material] = ()


@dataclass(slots=True)
class Day:
    """One day of a timetable; `date` is None for points without a time."""

    date: date | None
    points: list[Point] = field(default_factory=list)


def agenda_of(meeting: Meeting) -> Sequence[Point]:
    """The points in their order: those without a time first, then by the clock."""
    items = db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted_at.is_(None))
    ).all()
    speaking = _speakers_by_item(meeting)
    reading = _materials_by_item(meeting)
    points = [Point(item, speaking.get(item.id, ()), reading.get(item.id, ())) for item in items]
    return sorted(points, key=lambda point: _order(point.item))


def days_of(points: Sequence[Point], zone: ZoneInfo) -> Sequence[Day]:
    """The points by the days of `zone`."""
    days: dict[date | None, Day] = {}
    for point in points:
        starts_at = point.item.starts_at
        when = starts_at.astimezone(zone).date() if starts_at else None
        days.setdefault(when, Day(when)).points.append(point)
    return list(days.values())


def item_by_id(meeting: Meeting, item_id: uuid.UUID) -> AgendaItem | None:
    """A point of this meeting, also one in the bin: an undo asks for it."""
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.id == item_id)
    )


def speakers_of(meeting: Meeting) -> Sequence[Speaker]:
    """The speakers in their order."""
    return db.session.scalars(
        select(Speaker)
        .where(Speaker.meeting_id == meeting.id, Speaker.deleted_at.is_(None))
        .order_by(Speaker.position, Speaker.id)
    ).all()


def speaker_by_id(meeting: Meeting, speaker_id: uuid.UUID) -> Speaker | None:
    """A speaker of this meeting, also one in the bin."""
    return db.session.scalar(
        select(Speaker).where(Speaker.meeting_id == meeting.id, Speaker.id == speaker_id)
    )


def speaker_ids_of(item: AgendaItem) -> list[uuid.UUID]:
    """Who speaks at a point."""
    return list(
        db.session.scalars(
            select(ItemSpeaker.speaker_id)
            .where(ItemSpeaker.item_id == item.id)
            .order_by(ItemSpeaker.position, ItemSpeaker.id)
        )
    )


def speaker_photos() -> Sequence[str]:
    """Codes of the photos that speakers show, in the bin or not."""
    return db.session.scalars(select(Speaker.photo).where(Speaker.photo != "")).all()


def materials_of(meeting: Meeting) -> Sequence[Material]:
    """All materials of a meeting, without their content."""
    return db.session.scalars(
        select(Material)
        .where(Material.meeting_id == meeting.id, Material.deleted_at.is_(None))
        .order_by(Material.created_at, Material.id)
    ).all()


def material_by_id(meeting: Meeting, material_id: uuid.UUID) -> Material | None:
    """A material of this meeting, also one in the bin."""
    return db.session.scalar(
        select(Material).where(Material.meeting_id == meeting.id, Material.id == material_id)
    )


def material_by_code(meeting: Meeting, code: str) -> Material | None:
    """A material by its public code."""
    return db.session.scalar(
        select(Material).where(
            Material.meeting_id == meeting.id, Material.code == code, Material.deleted_at.is_(None)
        )
    )


def open_material(code: str) -> Material | None:
    """A material of a meeting that the public may know of, by its code alone."""
    return db.session.scalar(
        select(Material)
        .join(Meeting, Meeting.id == Material.meeting_id)
        .where(
            Material.code == code,
            Material.deleted_at.is_(None),
            Meeting.state != "draft",
            Meeting.deleted_at.is_(None),
        )
    )


def meeting_days(meeting: Meeting) -> Sequence[date]:
    """The days of a meeting by its own clock; none while it has no time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    zone = zone_of(meeting)
    first = meeting.starts_at.astimezone(zone).date()
    last = (meeting.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range(min((last - first).days, 30) + 1)]


def clashes(points: Sequence[Point]) -> Sequence[tuple[Point, Point]]:
    """Pairs at one time that share a room or a speaker."""
    timed = [point for point in points if point.item.starts_at and point.item.ends_at]
    return [
        (one, other)
        for number, one in enumerate(timed)
        for other in timed[number + 1 :]
        if _overlap(one.item, other.item) and _share(one, other)
    ]


def _overlap(one: AgendaItem, other: AgendaItem) -> bool:
    times = one.starts_at, one.ends_at, other.starts_at, other.ends_at
    if None in times:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at  # type: ignore[operator]


def _share(one: Point, other: Point) -> bool:
    same_room = bool(one.item.room) and one.item.room == other.item.room
    return same_room or bool({s.id for s in one.speakers} & {s.id for s in other.speakers})


def _order(item: AgendaItem) -> tuple[bool, float, int, str]:
    moment = item.starts_at.timestamp() if item.starts_at else 0.0
    return (item.starts_at is not None, moment, item.position, str(item.id))


def _speakers_by_item(meeting: Meeting) -> Mapping[uuid.UUID, Sequence[Speaker]]:
    rows = db.session.execute(
        select(ItemSpeaker.item_id, Speaker)
        .join(Speaker, Speaker.id == ItemSpeaker.speaker_id)
        .where(Speaker.meeting_id == meeting.id, Speaker.deleted_at.is_(None))
        .order_by(ItemSpeaker.position, ItemSpeaker.id)
    )
    found: dict[uuid.UUID, list[Speaker]] = defaultdict(list)
    for item_id, speaker in rows:
        found[item_id].append(speaker)
    return found


def _materials_by_item(meeting: Meeting) -> Mapping[uuid.UUID | None, Sequence[Material]]:
    found: dict[uuid.UUID | None, list[Material]] = defaultdict(list)
    for material in materials_of(meeting):
        found[material.item_id].append(material)
    return found


def is_now(item: AgendaItem, at: datetime) -> bool:
    """Whether a point is going on."""
    return bool(item.starts_at and item.ends_at and item.starts_at <= at < item.ends_at)
