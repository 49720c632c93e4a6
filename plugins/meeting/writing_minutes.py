"""Writing minutes together: a change is merged with what others saved meanwhile, and each version is kept."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select

from hutong import current_tenant_id, daily, db, now, touch_tenant
from plugins.meeting.merging_texts import Clash, merge_texts, tidy_text
from plugins.meeting.minutes_queries import (
    base_text,
    first_text,
    in_headings,
    last_of_page,
    minutes_of,
    unwritten_points,
    writers_of,
)
from plugins.meeting.models import Meeting, Minutes, MinutesRevision

LONGEST = 100_000
"""Characters of a text."""
KEPT_WHOLE = timedelta(days=2)
TOGETHER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change: the text as it is now and its number.

    `others` wrote meanwhile, and what they wrote is in the text; `own` is the number of the version as it was
    sent, from which a page goes on whose writer has typed since. With `clashes` nothing was saved: `text` has
    both versions of each such place, for a person to put right.
    """

    text: str
    revision: int
    own: int
    others: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


def save_text(meeting: Meeting, *, text: str, base: int, by: uuid.UUID | None, page: str = "") -> Saved:
    """Save a text that was made from version `base`; the meeting is locked by the caller.

    A `page` that did not hear what became of the last text it sent has written on from that one.
    """
    minutes = minutes_of(meeting, lock=True) or begin_minutes(meeting)
    text = tidy_text(text)[:LONGEST]
    base = last_of_page(meeting, page, after=base) or base
    if base >= minutes.revision:
        _write(minutes, text, by, page)
        return Saved(text, minutes.revision, minutes.revision)
    others = tuple(writers_of(meeting, after=base, but=by))
    before = base_text(meeting, base)
    if text == before:
        return Saved(minutes.text, minutes.revision, base, others)
    merged = merge_texts(before, text, minutes.text)
    if merged.clashes:
        return Saved(merged.text, minutes.revision, base, others, merged.clashes)
    _write(minutes, text, by, page)
    own = minutes.revision
    _write(minutes, merged.text, by)
    return Saved(merged.text, minutes.revision, own, others)


def begin_minutes(meeting: Meeting) -> Minutes:
    """The minutes as they are before anybody writes: the headings of the agenda."""
    minutes = Minutes(meeting_id=meeting.id, text=first_text(meeting), revision=0)
    db.session.add_all(
        [minutes, MinutesRevision(meeting_id=meeting.id, number=0, text=minutes.text, saved_by=None)]
    )
    db.session.flush()
    return minutes


def add_headings(meeting: Meeting, *, by: uuid.UUID | None) -> None:
    """Points that came to the agenda since become headings at the end."""
    minutes = minutes_of(meeting, lock=True) or begin_minutes(meeting)
    more = in_headings(unwritten_points(meeting, minutes.text))
    _write(minutes, f"{minutes.text}\n\n{more}".strip() if more else minutes.text, by)


def restore_version(meeting: Meeting, version: MinutesRevision, *, by: uuid.UUID | None) -> None:
    """Make a former version the text again; what it replaces is kept as a version too."""
    minutes = minutes_of(meeting, lock=True) or begin_minutes(meeting)
    _write(minutes, version.text, by)


def publish_minutes(meeting: Meeting) -> Minutes:
    """From now on those who may read them read this version."""
    minutes = minutes_of(meeting, lock=True) or begin_minutes(meeting)
    minutes.published_at, minutes.published_revision = now(), minutes.revision
    touch_tenant(tenant_id=current_tenant_id(db.session()))
    return minutes


def unpublish_minutes(meeting: Meeting) -> None:
    """Nobody but the organisers reads them any more."""
    minutes = minutes_of(meeting, lock=True)
    if minutes is not None:
        minutes.published_at = minutes.published_revision = None
        touch_tenant(tenant_id=current_tenant_id(db.session()))


@daily(time(4, 20))
def tidy_versions(_payload: Mapping[str, Any]) -> None:
    """Of versions older than two days that one person saved within ten minutes the last one stays.

    A page saves by itself every few seconds. The first version and the published one always stay.
    """
    old = db.session.execute(
        select(
            MinutesRevision.id,
            MinutesRevision.meeting_id,
            MinutesRevision.number,
            MinutesRevision.saved_by,
            MinutesRevision.saved_at,
            Minutes.published_revision,
        )
        .join(Minutes, Minutes.meeting_id == MinutesRevision.meeting_id)
        .where(MinutesRevision.saved_at < now() - KEPT_WHOLE)
        .order_by(MinutesRevision.meeting_id, MinutesRevision.number)
    ).all()
    gone = [
        one.id
        for one, later in pairwise(old)
        if (one.meeting_id, one.saved_by) == (later.meeting_id, later.saved_by)
        and later.saved_at - one.saved_at < TOGETHER
        and one.number not in (0, one.published_revision)
    ]
    for start in range(0, len(gone), 500):
        db.session.execute(delete(MinutesRevision).where(MinutesRevision.id.in_(gone[start : start + 500])))


def _write(minutes: Minutes, text: str, by: uuid.UUID | None, page: str = "") -> None:
    if text == minutes.text:
        return
    minutes.text, minutes.revision = text, minutes.revision + 1
    minutes.changed_at, minutes.changed_by = now(), by
    version = {"number": minutes.revision, "text": text, "saved_by": by, "page": page}
    db.session.add(MinutesRevision(meeting_id=minutes.meeting_id, **version))
    db.session.flush()


HANDLERS = {"tidy_versions": tidy_versions}
