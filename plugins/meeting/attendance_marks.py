"""Who was there, put right in the minutes: present without a scan, excused, came unasked.

Being there is what doors say (`door.py`); the minutes are one more door.
"""

import uuid

from hutong import now
from plugins.meeting.door import Said, WalkIn, receive, undo
from plugins.meeting.door_queries import letting_in
from plugins.meeting.models import Guest, Meeting

IN_MINUTES = "minutes"
"""What stands as the door of who was marked by hand."""


def mark_present(meeting: Meeting, guest: Guest, *, by: uuid.UUID | None = None) -> None:
    """They were there, though nobody scanned their ticket."""
    if guest.checked_in_at is None:
        receive(meeting, [Said(uuid.uuid4(), IN_MINUTES, now(), guest_id=guest.id)], by=by)
    guest.excused = False


def mark_away(meeting: Meeting, guest: Guest) -> None:
    """They were not there, or nobody knows; a scan that let them in is undone."""
    scan = letting_in(guest)
    if scan is not None:
        undo(meeting, scan)
    guest.excused = False


def excuse(meeting: Meeting, guest: Guest) -> None:
    """They were not there, and had said so."""
    mark_away(meeting, guest)
    guest.excused = True


def add_walk_in(meeting: Meeting, name: str, *, by: uuid.UUID | None = None) -> None:
    """Somebody came who was not on the list; they hold a seat, even above the limit."""
    receive(meeting, [Said(uuid.uuid4(), IN_MINUTES, now(), walk_in=WalkIn(name))], by=by)
