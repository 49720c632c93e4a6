"""Mails about a date poll: to who voted, who has not, and to the organisers when it ends without a date."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, update

from hutong import (
    changed_rows,
    console_url,
    db,
    enqueue,
    force_locale,
    now,
    public_url,
    send_mail,
    tenant_in_scope,
)
from hutong.people import reachable_colleagues
from hutong.secrets import may_try
from plugins.meeting.links import guest_token, voter_token
from plugins.meeting.models import DatePoll, Guest, Meeting
from plugins.meeting.poll_queries import not_voted, poll_by_id, poll_by_meeting, poll_state, voter_by_id
from plugins.meeting.queries import guest_by_id, meeting_by_id

ONCE = timedelta(days=1)
"""A guest is reminded no more often."""
AN_ADDRESS_MAY = "6 per hour"
"""Mails that strangers can have sent to somebody's address by voting with it."""
A_POLL_MAY = "60 per hour"
"""Such mails to whatever addresses: who gets none has the link on their screen."""


def remind_all(meeting: Meeting, poll: DatePoll) -> int:
    """Ask those once more who have not voted, and were not reminded within a day; gives how many."""
    return sum(_remind(meeting, guest) for guest in not_voted(meeting, poll))


def tell_organisers(meeting: Meeting, poll: DatePoll) -> None:
    """Write to who made the meeting, else to owners and admins, that the vote has ended without a date."""
    tenant = tenant_in_scope()
    for address, spoken in _organisers(meeting):
        language = spoken or tenant.languages[0]
        with force_locale(language):
            send_mail(
                to=address,
                template="meeting/mail/poll_over",
                language=language,
                key=f"meeting/poll_over/{poll.id}/{poll.closes_at}/{address}",
                shop=tenant.name_in(language),
                title=tenant.text(meeting.title, language),
                url=console_url(tenant, "meeting_console.poll", meeting_id=meeting.id),
            )


def thank_voter(payload: Mapping[str, Any]) -> None:
    """The job that mails a voter the link by which they can change their votes."""
    voter = voter_by_id(uuid.UUID(payload["voter"]))
    poll = poll_by_id(voter.poll_id) if voter else None
    meeting = meeting_by_id(poll.meeting_id) if poll else None
    if voter is None or meeting is None or not voter.email:
        return
    tenant = tenant_in_scope()
    if not may_try(AN_ADDRESS_MAY, "vote_date", str(tenant.id), voter.email):
        return
    if not may_try(A_POLL_MAY, "vote_date mails", str(voter.poll_id)):
        return
    language = voter.language or tenant.languages[0]
    with force_locale(language):
        send_mail(
            to=voter.email,
            template="meeting/mail/voted",
            language=language,
            key=f"meeting/voted/{voter.id}/{voter.email}",
            name=voter.name,
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            url=public_url(tenant, "meeting.voter", voter=voter_token(voter)),
        )


def remind_voter(payload: Mapping[str, Any]) -> None:
    """The job of a reminder; who has voted meanwhile, or cannot any more, gets none."""
    guest = guest_by_id(uuid.UUID(payload["guest"]))
    meeting = meeting_by_id(guest.meeting_id) if guest else None
    poll = poll_by_meeting(meeting.id) if meeting else None
    if guest is None or meeting is None or poll is None or poll_state(meeting, poll) != "open":
        return
    if guest not in not_voted(meeting, poll):
        return
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    with force_locale(language):
        send_mail(
            to=guest.email or "",
            template="meeting/mail/vote_please",
            language=language,
            key=f"meeting/vote_please/{guest.id}/{guest.reminded_at}",
            name=guest.name,
            shop=tenant.name_in(language),
            title=tenant.text(meeting.title, language),
            closes_at=poll.closes_at,
            zone=tenant.zone,
            url=public_url(tenant, "meeting.guest_when", token=guest_token(guest)),
        )


def _remind(meeting: Meeting, guest: Guest) -> bool:
    is_due = or_(Guest.reminded_at.is_(None), Guest.reminded_at <= now() - ONCE)
    ours = update(Guest).where(Guest.id == guest.id, Guest.email.is_not(None), is_due)
    if meeting.state != "open" or not changed_rows(ours.values(reminded_at=now())):
        return False
    db.session.refresh(guest, ["reminded_at"])
    enqueue("meeting.remind_voter", {"guest": str(guest.id)}, language=guest.language)
    return True


def _organisers(meeting: Meeting) -> list[tuple[str, str]]:
    found = reachable_colleagues()
    own = [one for one in found if one.person_id == meeting.created_by]
    return [(one.address, one.language) for one in own or [one for one in found if one.is_keeper]]


HANDLERS = {"thank_voter": thank_voter, "remind_voter": remind_voter}
