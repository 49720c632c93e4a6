"""A guest's name or address, put right by the organiser."""

from hutong.people import contact_with, person_by_id
from plugins.meeting.errors import MeetingError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_email
from plugins.meeting.telling import tell_guest


class TakenAddressError(MeetingError):
    """Another guest of the meeting has this address."""


def correct_guest(meeting: Meeting, guest: Guest, *, name: str, email: str) -> bool:
    """Write the name and the address as they are; gives whether the guest is told at a new one.

    Links that went to the old address are worthless from then on: it may be a stranger's. Where the guest was
    known by that address alone, they are whoever the new one belongs to. Raises `TakenAddressError`.
    """
    new = email.strip().lower() or None
    guest.name = name.strip()
    if new == guest.email:
        return False
    if new and guest_by_email(meeting, new) is not None:
        raise TakenAddressError
    old, guest.email = guest.email, new
    guest.link_number += 1
    if new is None:
        return False
    person = person_by_id(guest.person_id) if guest.person_id else None
    if person is None or person.email == old:
        guest.person_id = contact_with(name=guest.name, email=new, language=guest.language).id
    tell_guest(guest, again=True)
    return True
