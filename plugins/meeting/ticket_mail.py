"""The ticket once more: somebody registered with an address that is a guest's already."""

import uuid
from collections.abc import Mapping
from typing import Any

from hutong import public_url, send_mail, speaking, tenant_in_scope
from plugins.meeting.links import guest_token
from plugins.meeting.queries import guest_by_id, meeting_by_id


def mail_ticket(payload: Mapping[str, Any]) -> None:
    """Mail a guest the link to their own page; once for each form that was sent."""
    guest = guest_by_id(uuid.UUID(payload["guest"]))
    meeting = meeting_by_id(guest.meeting_id) if guest else None
    if guest is None or meeting is None or not guest.email:
        return
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    with speaking(language):
        send_mail(
            to=guest.email,
            template="meeting/mail/again",
            language=language,
            key=f"meeting/again/{guest.id}/{payload['nonce']}",
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            url=public_url(tenant, "meeting.guest", token=guest_token(guest)),
        )


HANDLERS = {"mail_ticket": mail_ticket}
