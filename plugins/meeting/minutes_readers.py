"""Who reads the minutes, and telling the guests that they can."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from hutong import db, enqueue, force_locale, now, public_url, send_mail, tenant_in_scope
from plugins.meeting.action_queries import left_over
from plugins.meeting.links import guest_token
from plugins.meeting.minutes_queries import minutes_of
from plugins.meeting.models import Action, Guest, Meeting, Minutes
from plugins.meeting.queries import guest_by_id, meeting_by_id
from plugins.meeting.same_guest import rows_of

SHUT_OUT = frozenset({"refused", "removed", "pending", "waiting"})


def may_read(guest: Guest) -> bool:
    """Whether a guest reads the minutes by their own link: whoever was invited, was to come, or came."""
    return guest.checked_in_at is not None or guest.state not in SHUT_OUT


def published_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes, if they can be read."""
    found = minutes_of(meeting)
    return found if found is not None and found.published_at is not None else None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something still to do, as a guest of a later meeting reads it; `owner` only where they were one too."""

    action: Action
    owner: str


def left_for(meeting: Meeting, guest: Guest) -> list[LeftOver]:
    """What is open from earlier meetings whose minutes are out and which this guest may read.

    With owners where they were a guest themselves; without where everybody reads the minutes.
    """
    found = [one for one in left_over(meeting) if one.meeting.state != "draft"]
    ids = {one.meeting.id for one in found}
    is_out = set(
        db.session.scalars(
            select(Minutes.meeting_id).where(Minutes.meeting_id.in_(ids), Minutes.published_at.is_not(None))
        )
    )
    rows = db.session.scalars(select(Guest).where(Guest.meeting_id.in_(ids), rows_of(guest)))
    own = {row.meeting_id for row in rows if may_read(row)}
    return [
        LeftOver(one.action, one.action.owner if one.meeting.id in own else "")
        for one in found
        if one.meeting.id in is_out and (one.meeting.id in own or one.meeting.shows_minutes == "everybody")
    ]


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
