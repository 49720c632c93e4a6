"""Mails that repeat something: the personal link once more, a question that was not answered, tomorrow."""

import uuid
from collections.abc import Mapping
from typing import Any

from hutong import enqueue, force_locale, public_url, send_mail, tenant_in_scope
from plugins.meeting.guest_queries import REACHABLE
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_id, meeting_by_id
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_named, zone_of


def send_link(guest: Guest) -> None:
    """Have the guest mailed their personal link once more, for instance at a corrected address."""
    if guest.email:
        enqueue("meeting.send_link", {"guest": str(guest.id)}, language=guest.language)


def mail_link(payload: Mapping[str, Any]) -> None:
    """The job of `send_link`."""
    guest = guest_by_id(uuid.UUID(payload["guest"]))
    meeting = meeting_by_id(guest.meeting_id) if guest else None
    if guest is not None and meeting is not None and guest.state in REACHABLE:
        mail_guest(meeting, guest, "meeting/mail/link")


def mail_guest(meeting: Meeting, guest: Guest, template: str, *, key: str | None = None) -> bool:
    """Mail the guest in their language, with times by their clock; False where it was done before."""
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    zone = zone_named(guest.zone) if guest.zone else zone_of(meeting)
    with force_locale(language):
        return send_mail(
            to=guest.email or "",
            template=template,
            language=language,
            key=key,
            guest=guest,
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            place=tenant.text(meeting.place, language) if meeting.place else "",
            when=meeting_in_words(meeting, zone) if meeting.starts_at else "",
            zone="" if meeting.all_day or not meeting.starts_at else zone_in_words(zone),
            url=public_url(tenant, "meeting.guest", token=guest_token(guest)),
        )


HANDLERS = {"send_link": mail_link}
