"""Who reads the minutes, and telling the guests that they can."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from hutong import db, enqueue, force_locale, now, public_url, send_mail, tenant_in_scope
from plugins.meeting.links import guest_token
from plugins.meeting.minutes_queries import minutes_of
from plugins.meeting.models import Guest, Meeting, Minutes
from plugins.meeting.queries import guest_by_id, meeting_by_id

SHUT_OUT = frozenset({"refused", "removed", "pending", "waiting"})


def may_read(guest: Guest) -> bool:
    """Whether a guest reads the minutes by their own link: whoever was invited, was to come, or came."""
    return guest.checked_in_at is not None or guest.state not in SHUT_OUT


def published_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes, if they can be read."""
    found = minutes_of(meeting)
    return found if found is not None and found.published_at is not None else None


def readers_to_tell(meeting: Meeting) -> Sequence[Guest]:
    """Guests with an address who came, were to come, or were excused; who first registered stands first."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.meeting_id == meeting.id, Guest.email.is_not(None), Guest.email != "")
        .where(Guest.state.not_in(SHUT_OUT))
        .where(or_(Guest.state == "coming", Guest.excused, Guest.checked_in_at.is_not(None)))
        .order_by(Guest.queued_at, Guest.id)
    ).all()


def tell_readers(meeting: Meeting) -> int:
    """Have them told, each by a job of their own; gives how many. Nothing where nothing is published."""
    minutes = published_minutes(meeting)
    if minutes is None:
        return 0
    readers = readers_to_tell(meeting)
    for guest in readers:
        payload = {"guest": str(guest.id), "revision": minutes.published_revision}
        enqueue("meeting.tell_minutes", payload, language=guest.language)
    minutes.told_at = now()
    return len(readers)


def tell_reader(payload: Mapping[str, Any]) -> None:
    """The job: one mail to one guest about one version, unless the minutes are not to be read any more."""
    guest = guest_by_id(uuid.UUID(payload["guest"]))
    meeting = meeting_by_id(guest.meeting_id) if guest else None
    if guest is None or meeting is None or not guest.email or not may_read(guest):
        return
    if published_minutes(meeting) is None:
        return
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    with force_locale(language):
        send_mail(
            to=guest.email,
            template="meeting/mail/minutes",
            language=language,
            key=f"meeting/minutes/{guest.id}/{payload['revision']}",
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            guest=guest,
            url=public_url(tenant, "meeting.guest_minutes", token=guest_token(guest)),
        )


HANDLERS = {"tell_minutes": tell_reader}
