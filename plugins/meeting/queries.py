"""Meetings, series and guests, as they are looked up everywhere."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from hutong import db, now
from plugins.meeting.models import Guest, Meeting, Series

ASIDE = "set_aside"
"""The origin of who may be a machine, until the organiser approves them; no answer of theirs changes it."""
HOLDS_SEAT = "coming"
"""The one state of a guest that `Meeting.taken` counts."""


def meeting_by_id(meeting_id: uuid.UUID, *, lock: bool = False) -> Meeting | None:
    """A meeting that is not in the bin; `lock` before a change: two editors come one after the other."""
    found = select(Meeting).where(Meeting.id == meeting_id, Meeting.deleted_at.is_(None))
    return db.session.scalar(found.with_for_update(key_share=True) if lock else found)


def meeting_by_code(code: str) -> Meeting | None:
    """A meeting that the public may know of: published, and not in the bin."""
    return db.session.scalar(
        select(Meeting).where(Meeting.code == code, Meeting.state != "draft", Meeting.deleted_at.is_(None))
    )


def meeting_or_draft(code: str) -> Meeting | None:
    """A meeting that may also not be published yet."""
    return db.session.scalar(select(Meeting).where(Meeting.code == code, Meeting.deleted_at.is_(None)))


def all_meetings() -> Sequence[Meeting]:
    """Every meeting, the next one first, those without a time before them, the past at the end."""
    found = db.session.scalars(select(Meeting).where(Meeting.deleted_at.is_(None))).all()
    return sorted(found, key=_nearness)


def meetings_ahead() -> Sequence[Meeting]:
    """What is not over, drafts and cancelled ones too: those without a time first, then the next one."""
    found = db.session.scalars(select(Meeting).where(Meeting.deleted_at.is_(None), _lies_ahead()))
    return sorted(found, key=_nearness)


def meetings_behind(limit: int, offset: int = 0) -> Sequence[Meeting]:
    """A page of what is over, the last one first."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.deleted_at.is_(None), Meeting.ends_at <= now())
        .order_by(Meeting.ends_at.desc(), Meeting.id)
        .limit(limit)
        .offset(offset)
    ).all()


def count_behind() -> int:
    """How many are over."""
    found = select(func.count()).where(Meeting.deleted_at.is_(None), Meeting.ends_at <= now())
    return db.session.scalar(found) or 0


def coming_meetings() -> Sequence[Meeting]:
    """What the public list shows: published, listed, not over; the next one first."""
    return sorted(db.session.scalars(_coming()), key=_nearness)


def coming_figures() -> Sequence[tuple[uuid.UUID, int]]:
    """Which meetings are coming, and how many seats of each are taken: what the public list hangs on."""
    found = _coming().with_only_columns(Meeting.id, Meeting.taken).order_by(Meeting.id)
    return [(meeting_id, taken) for meeting_id, taken in db.session.execute(found)]


def last_of_coming() -> Sequence[Meeting]:
    """The two that are there longest, the last one first: until the second ends there is more than one."""
    found = _coming().order_by(Meeting.ends_at.desc().nulls_first(), Meeting.id).limit(2)
    return db.session.scalars(found).all()


def next_coming() -> Meeting | None:
    """The first that is coming and has a time."""
    found = _coming().where(Meeting.starts_at.is_not(None)).order_by(Meeting.starts_at, Meeting.id).limit(1)
    return db.session.scalar(found)


def coming_by_key(key: str) -> Meeting | None:
    """The one that a page keeps under this key, while it is coming."""
    found = _coming().where(or_(Meeting.starter_key == key, Meeting.code == key))
    return db.session.scalar(found.order_by(Meeting.id).limit(1))


def meetings_between(start: datetime, end: datetime) -> Sequence[Meeting]:
    """Meetings that take place in this span, wholly or in part, in their order."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.state == "open",
            Meeting.deleted_at.is_(None),
            Meeting.starts_at < end,
            Meeting.ends_at > start,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def past_meetings(limit: int = 20) -> Sequence[Meeting]:
    """What the public list has below: took place and listed, the last one first."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.state == "open",
            Meeting.listed,
            Meeting.deleted_at.is_(None),
            Meeting.ends_at <= now(),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(limit)
    ).all()


def series_by_id(series_id: uuid.UUID) -> Series | None:
    """A series that is not in the bin."""
    return db.session.scalar(select(Series).where(Series.id == series_id, Series.deleted_at.is_(None)))


def series_by_code(code: str) -> Series | None:
    """A series by its public code."""
    return db.session.scalar(select(Series).where(Series.code == code, Series.deleted_at.is_(None)))


def meetings_of(series: Series, *, with_bin: bool = False) -> Sequence[Meeting]:
    """The meetings of a series in their order."""
    found = select(Meeting).where(Meeting.series_id == series.id)
    if not with_bin:
        found = found.where(Meeting.deleted_at.is_(None))
    return db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id)).all()


def public_meetings_of(series: Series) -> list[Meeting]:
    """Those that everybody is shown: no drafts, and none that only who has its link may see."""
    return [one for one in meetings_of(series) if one.listed and one.state != "draft"]


def all_series() -> Sequence[Series]:
    """Every series, the newest first."""
    return db.session.scalars(
        select(Series).where(Series.deleted_at.is_(None)).order_by(Series.created_at.desc(), Series.id)
    ).all()


def series_by_ids(series_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Series]:
    """These series by their ids, without those in the bin."""
    found = db.session.scalars(select(Series).where(Series.id.in_(series_ids), Series.deleted_at.is_(None)))
    return {one.id: one for one in found}


def one_of_each(meetings: Sequence[Meeting]) -> list[tuple[Meeting, int]]:
    """Meetings as a list shows them: of a series only the first, with how many more it has here."""
    more = Counter(one.series_id for one in meetings if one.series_id is not None)
    shown: list[tuple[Meeting, int]] = []
    for one in meetings:
        if one.series_id is None:
            shown.append((one, 0))
        elif count := more.pop(one.series_id, 0):
            shown.append((one, count - 1))
    return shown


def binned_meetings() -> Sequence[Meeting]:
    """What was thrown away, the last first."""
    return db.session.scalars(
        select(Meeting).where(Meeting.deleted_at.is_not(None)).order_by(Meeting.deleted_at.desc(), Meeting.id)
    ).all()


def count_binned() -> int:
    """How many lie in the bin."""
    return db.session.scalar(select(func.count()).where(Meeting.deleted_at.is_not(None))) or 0


def binned_meeting(meeting_id: uuid.UUID) -> Meeting | None:
    """A meeting in the bin, locked for who takes it out."""
    found = select(Meeting).where(Meeting.id == meeting_id, Meeting.deleted_at.is_not(None))
    return db.session.scalar(found.with_for_update())


def guest_by_id(guest_id: uuid.UUID) -> Guest | None:
    """A guest of any meeting."""
    return db.session.scalar(select(Guest).where(Guest.id == guest_id))


def guest_by_ticket(meeting: Meeting, ticket: str) -> Guest | None:
    """Whose ticket it is; spaces, dashes and capitals of what was typed do not matter."""
    code = "".join(mark for mark in ticket.lower() if mark.isalnum())
    return db.session.scalar(select(Guest).where(Guest.meeting_id == meeting.id, Guest.ticket == code))


def guest_by_email(meeting: Meeting, email: str) -> Guest | None:
    """The guest with this address; one address is one guest of a meeting."""
    return db.session.scalar(
        select(Guest).where(Guest.meeting_id == meeting.id, Guest.email == email.strip().lower())
    )


def guest_by_nonce(meeting: Meeting, nonce: str) -> Guest | None:
    """The guest whom the form with this nonce made."""
    return db.session.scalar(select(Guest).where(Guest.meeting_id == meeting.id, Guest.nonce == nonce))


def guests_of(meeting: Meeting, *states: str) -> Sequence[Guest]:
    """Guests in these states (none given: all), who came first before others."""
    found = select(Guest).where(Guest.meeting_id == meeting.id)
    if states:
        found = found.where(Guest.state.in_(states))
    return db.session.scalars(found.order_by(Guest.queued_at, Guest.id)).all()


def guest_counts(meeting: Meeting) -> dict[str, int]:
    """How many guests are in each state; states without any are left out."""
    rows = db.session.execute(
        select(Guest.state, func.count()).where(Guest.meeting_id == meeting.id).group_by(Guest.state)
    )
    return {state: int(count) for state, count in rows}


def waiting_count(meeting: Meeting) -> int:
    """How many wait for a seat."""
    found = select(func.count()).where(Guest.meeting_id == meeting.id, Guest.state == "waiting")
    return db.session.scalar(found) or 0


def pending_counts() -> Sequence[tuple[Meeting, int]]:
    """Meetings with guests who wait for approval, and how many."""
    pending = (
        select(Guest.meeting_id, func.count().label("count"))
        .where(Guest.state == "pending")
        .group_by(Guest.meeting_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Meeting, pending.c.count)
        .join(pending, pending.c.meeting_id == Meeting.id)
        .where(Meeting.deleted_at.is_(None))
    )
    return [(meeting, count) for meeting, count in rows]


def is_over(meeting: Meeting, at: datetime | None = None) -> bool:
    """Whether it has ended."""
    return meeting.ends_at is not None and meeting.ends_at <= (at or now())


def has_begun(meeting: Meeting, at: datetime | None = None) -> bool:
    """Whether it has started."""
    return meeting.starts_at is not None and meeting.starts_at <= (at or now())


def _lies_ahead() -> ColumnElement[bool]:
    return or_(Meeting.ends_at.is_(None), Meeting.ends_at > now())


def _coming() -> Select[Meeting]:
    return select(Meeting).where(
        Meeting.state == "open", Meeting.listed, Meeting.deleted_at.is_(None), _lies_ahead()
    )


def _nearness(meeting: Meeting) -> tuple[int, float]:
    if meeting.starts_at is None:
        return (0, -meeting.created_at.timestamp())
    moment = meeting.starts_at.timestamp()
    return (2, -moment) if is_over(meeting) else (1, moment)
