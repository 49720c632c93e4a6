"""Mails to guests: asked for in the transaction of the change, written by a job from what is true then."""

import uuid
from collections.abc import Mapping
from typing import Any

from hutong import enqueue, force_locale, public_url, send_mail, tenant_in_scope
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_id, guests_of, meeting_by_id


def tell_guest(guest: Guest) -> None:
    """Have the guest told how they stand: invited, coming, waiting, refused …"""
    if guest.email:
        enqueue("meeting.tell", {"guest": str(guest.id)}, language=guest.language)


def tell_all(meeting: Meeting) -> None:
    """Have everybody told who was told before: the meeting has changed, or is cancelled."""
    enqueue("meeting.tell_all", {"meeting": str(meeting.id), "sequence": meeting.sequence}, language="")


def tell(payload: Mapping[str, Any]) -> None:
    """The job of `tell_guest`."""
    guest = guest_by_id(uuid.UUID(payload["guest"]))
    meeting = meeting_by_id(guest.meeting_id) if guest else None
    if guest is not None and meeting is not None and guest.email:
        _mail(meeting, guest)


def tell_everybody(payload: Mapping[str, Any]) -> None:
    """The job of `tell_all`; a later change has a job of its own."""
    meeting = meeting_by_id(uuid.UUID(payload["meeting"]))
    if meeting is None or meeting.sequence != payload["sequence"]:
        return
    for guest in guests_of(meeting, "invited", "maybe", "pending", "waiting", "coming"):
        tell_guest(guest)


def _mail(meeting: Meeting, guest: Guest) -> None:
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    with force_locale(language):
        send_mail(
            to=guest.email or "",
            template="meeting/mail/place",
            language=language,
            key=f"meeting/{guest.id}/{meeting.sequence}/{guest.state}/{guest.answered_at}",
            meeting=meeting,
            guest=guest,
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            url=public_url(tenant, "meeting.guest", token=guest_token(guest)),
        )
    guest.mailed_sequence = meeting.sequence


HANDLERS = {"tell": tell, "tell_all": tell_everybody}
