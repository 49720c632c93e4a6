"""A guest at the door, for tests."""

import uuid

from hutong import db, now
from plugins.meeting.door import Said, receive
from plugins.meeting.models import Guest, Scan
from plugins.meeting.queries import meeting_by_id


def make_scan(guest: Guest, door: str = "East") -> Scan:
    """A guest who was let in."""
    meeting = meeting_by_id(guest.meeting_id)
    assert meeting is not None
    said = Said(uuid.uuid4(), door, now(), guest_id=guest.id)
    receive(meeting, [said])
    return db.session.get_one(Scan, (guest.tenant_id, said.id))
