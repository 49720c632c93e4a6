"""Who was there, put right in the minutes: present without a scan, excused, came unasked."""

from hutong import db, now, record_act_once, take_back_act
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.seats import take_seat

IN_MINUTES = "minutes"
"""What stands as the door of who was marked by hand."""


def mark_present(meeting: Meeting, guest: Guest) -> None:
    """They were there, though nobody scanned their ticket."""
    if guest.checked_in_at is not None:
        return
    guest.checked_in_at, guest.checked_in_door, guest.excused = now(), IN_MINUTES, False
    record_act_once(
        _key(guest),
        stage="service",
        verb="attend",
        plugin="meeting",
        object_kind="meeting",
        object_id=meeting.id,
        person_id=guest.person_id,
        share_link_id=guest.share_link_id,
    )


def mark_away(guest: Guest) -> None:
    """They were not there, or nobody knows."""
    if guest.checked_in_at is not None:
        guest.checked_in_at, guest.checked_in_door = None, ""
        take_back_act(_key(guest), verb="attend")
    guest.excused = False


def excuse(guest: Guest) -> None:
    """They were not there, and had said so."""
    mark_away(guest)
    guest.excused = True


def add_walk_in(meeting: Meeting, name: str) -> Guest:
    """Somebody came who was not on the list; they hold a seat, even above the limit."""
    guest = Guest(meeting_id=meeting.id, name=name, origin="walk_in", state="coming", answered_at=now())
    db.session.add(guest)
    take_seat(meeting.id, even_if_full=True)
    db.session.flush()
    mark_present(meeting, guest)
    return guest


def _key(guest: Guest) -> str:
    return f"meeting/attend/{guest.id}"
