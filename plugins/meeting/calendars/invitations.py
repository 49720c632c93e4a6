"""The event of one guest, as it is mailed to them. Nobody else who is invited is named in it."""

from icalendar import Event, vCalAddress, vText

from hutong import TenantInfo, gettext as _, public_url, sender_address
from plugins.meeting.calendars.events import Words, event_of
from plugins.meeting.calendars.objects import calendar_text
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting

TAKES_PART = {"invited": "NEEDS-ACTION", "maybe": "TENTATIVE", "coming": "ACCEPTED"}
"""Guests whose calendar has the meeting, and what it says of them; nobody else's has a seat in it."""


def invitation(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str, *, sequence: int) -> str:
    """REQUEST: it stands in the guest's calendar from now on, or is changed there."""
    event = own_event(tenant, meeting, guest, language, sequence=sequence)
    return calendar_text([event], method="REQUEST")


def withdrawal(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str, *, sequence: int) -> str:
    """CANCEL: it goes from the guest's calendar."""
    event = own_event(tenant, meeting, guest, language, sequence=sequence)
    event["status"] = vText("CANCELLED")
    return calendar_text([event], method="CANCEL")


def own_words(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str) -> Words:
    """What the calendar of this guest says: with their own link, and the way in where it is held online."""
    url = public_url(tenant, "meeting.guest", token=guest_token(guest))
    online = [_("Online: %(link)s", link=meeting.link)] if meeting.link and guest.state == "coming" else []
    return Words.of(tenant, meeting, language, url, *online, _("Your page: %(url)s", url=url))


def own_event(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str, *, sequence: int) -> Event:
    """The meeting with this guest as the only one."""
    words = own_words(tenant, meeting, guest, language)
    event = event_of(meeting, words, sequence=sequence)
    event.add("organizer", _somebody(sender_address(), tenant.name_in(language)))
    if guest.email:
        event.add("attendee", _attendee(guest))
    return event


def _attendee(guest: Guest) -> vCalAddress:
    somebody = _somebody(guest.email or "", guest.name)
    somebody.params["ROLE"] = "REQ-PARTICIPANT"
    somebody.params["PARTSTAT"] = TAKES_PART.get(guest.state, "DECLINED")
    # An answer from the calendar would go to an address that nobody reads: the guest's page takes it.
    somebody.params["RSVP"] = "FALSE"
    return somebody


def _somebody(address: str, name: str) -> vCalAddress:
    somebody = vCalAddress(f"mailto:{address}")
    somebody.params["CN"] = "".join(mark for mark in name if mark.isprintable() and mark != '"') or address
    return somebody
