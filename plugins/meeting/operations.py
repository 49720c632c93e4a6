"""Making, changing, publishing and cancelling meetings."""

import uuid
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from hutong import LocalizedText, current_tenant_id, db, first_link, now, touch_tenant
from plugins.meeting.agenda_copying import copy_agenda
from plugins.meeting.agenda_editing import shift_agenda
from plugins.meeting.errors import NoTimeError
from plugins.meeting.models import Meeting, Series
from plugins.meeting.poll_queries import has_dates
from plugins.meeting.queries import is_over
from plugins.meeting.recurring import at_wall, end_of
from plugins.meeting.seats import move_up
from plugins.meeting.telling import tell_all
from plugins.meeting.when import zone_of

IN_CALENDARS = frozenset(
    {"title", "text", "place", "link", "zone", "starts_at", "ends_at", "all_day", "state"}
)
"""What a calendar shows of a meeting: a change of it raises the sequence."""


AS_BEFORE = (
    "title",
    "text",
    "place",
    "link",
    "zone",
    "all_day",
    "listed",
    "registration",
    "capacity",
    "approval",
    "asks_phone",
    "questions",
    "shows_minutes",
)
"""What one meeting has from another that it is made like."""


def create_meeting(*, title: LocalizedText, by: uuid.UUID | None = None, **values: Any) -> Meeting:
    """A draft, with a share link of its own; nobody but the organisers sees it."""
    meeting = Meeting(title=title, created_by=by, **values)
    db.session.add(meeting)
    db.session.flush()
    first_link(plugin="meeting", object_kind="meeting", object_id=meeting.id)
    return meeting


def create_series(*, title: LocalizedText, **values: Any) -> Series:
    """A series without meetings, with a share link of its own."""
    series = Series(title=title, **values)
    db.session.add(series)
    db.session.flush()
    first_link(plugin="meeting", object_kind="series", object_id=series.id)
    return series


def change_meeting(meeting: Meeting, **values: Any) -> bool:
    """Set columns; guests are told where their calendars show it. Gives whether they are.

    Where there is more room, who waits moves up. A meeting that is moved as a whole takes its agenda along.
    """
    began, ended = meeting.starts_at, meeting.ends_at
    changed = {name for name, value in values.items() if getattr(meeting, name) != value}
    for name in changed:
        setattr(meeting, name, values[name])
    if changed:
        touch_tenant(tenant_id=current_tenant_id(db.session()))
    if "capacity" in changed:
        move_up(meeting.id)
    if began and ended and {"starts_at", "ends_at"} <= changed and _lasts(meeting) == ended - began:
        shift_agenda(meeting, began)
    if not changed & IN_CALENDARS or meeting.state == "draft":
        return False
    meeting.sequence += 1
    db.session.flush()
    tell_all(meeting)
    return True


def publish_meeting(meeting: Meeting) -> None:
    """From now on its page is there for everybody who has the link; who is invited is told.

    A cancelled meeting is taken up again. Raises `NoTimeError` for one without a time and without dates to
    vote on.
    """
    if meeting.starts_at is None and not has_dates(meeting):
        raise NoTimeError
    was_cancelled = meeting.state == "cancelled"
    meeting.state, meeting.cancelled_at, meeting.cancel_note = "open", None, ""
    meeting.sequence += 1 if was_cancelled else 0
    db.session.flush()
    touch_tenant(tenant_id=current_tenant_id(db.session()))
    tell_all(meeting)


def cancel_meeting(meeting: Meeting, *, note: str = "") -> None:
    """It does not take place: guests are told why, and their calendars drop it. Its links say so."""
    if meeting.state != "open":
        return
    meeting.cancelled_at, meeting.cancel_note = now(), note
    change_meeting(meeting, state="cancelled")


def move_meeting(meeting: Meeting, *, starts_at: datetime, ends_at: datetime, all_day: bool = False) -> bool:
    """Another time, or the first one; gives whether guests are told."""
    return change_meeting(meeting, starts_at=starts_at, ends_at=ends_at, all_day=all_day)


def copy_meeting(meeting: Meeting, *, by: uuid.UUID | None = None) -> Meeting:
    """The same again as a draft: words, place, rules and agenda; a week after, or the first such day ahead.

    Guests, votes and minutes belong to the meeting that was.
    """
    values = {name: copy(getattr(meeting, name)) for name in AS_BEFORE if name != "title"}
    if meeting.starts_at is not None and meeting.ends_at is not None:
        zone = zone_of(meeting)
        weeks = max((now() - meeting.starts_at) // timedelta(days=7), 0) + 1
        local = meeting.starts_at.astimezone(zone)
        starts_at = at_wall(local.date() + timedelta(weeks=weeks), local.time(), zone)
        ends_at = end_of(starts_at, (meeting.starts_at, meeting.ends_at), zone)
        values |= {"starts_at": starts_at, "ends_at": ends_at}
    made = create_meeting(title=dict(meeting.title), by=by, **values)
    copy_agenda(meeting, made)
    return made


def bin_meeting(meeting: Meeting) -> None:
    """Throw it away; where it has not ended, who is coming is told that it is cancelled."""
    if not is_over(meeting):
        cancel_meeting(meeting)
    meeting.deleted_at = now()
    touch_tenant(tenant_id=current_tenant_id(db.session()))


def restore_meeting(meeting: Meeting) -> None:
    """Take it out of the bin, as it was thrown away: a draft, over, or cancelled."""
    meeting.deleted_at = None
    touch_tenant(tenant_id=current_tenant_id(db.session()))


def _lasts(meeting: Meeting) -> timedelta | None:
    return meeting.ends_at - meeting.starts_at if meeting.starts_at and meeting.ends_at else None
