"""Mails to guests: asked for in the transaction of the change, written by a job from what is true then.

What a guest knows is kept (`told.py`), so that a job which runs twice, or after another one, writes nothing
that was said already. The mail of somebody whose calendar should have the meeting carries it; who leaves gets
the word for their calendar as well.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hutong import db, enqueue, now, send_mail, speaking, tenant_in_scope, withdraw_mails
from hutong.secrets import may_try
from plugins.meeting.calendars.invitations import TAKES_PART, invitation, withdrawal
from plugins.meeting.mail_words import mail_words
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import ASIDE, has_begun, meeting_by_id
from plugins.meeting.told import CONCERNED, news_for, remember

FEW = 100
"""Guests for whom one job asks for mails."""


A_GUEST_MAY = "6 per hour"
"""Mails that who typed an address can have sent to it by changing their mind; what is more waits."""


def tell_guest(guest: Guest, *, again: bool = False, at_once: bool = False) -> None:
    """Have the guest told how they stand: invited, coming, waiting, refused … `again`: though they know.

    Who is set aside hears something only when the organiser wants it. Whoever registers can type anybody's
    address: of many changes within an hour the last ones are one mail, after it. `at_once` is for what
    an organiser does.
    """
    if not guest.email or (guest.origin == ASIDE and not again):
        return
    payload, language = {"guest": str(guest.id), "again": again}, guest.language
    if again or at_once or guest.origin == "invited" or may_try(A_GUEST_MAY, "meeting answer", str(guest.id)):
        enqueue("meeting.tell", payload, language=language)
    else:
        moment = _after_this_hour()
        key = f"meeting.tell/{guest.id}/{moment.isoformat()}"
        enqueue("meeting.tell", payload, run_at=moment, key=key, language=language)


def tell_all(meeting: Meeting) -> None:
    """Have everybody told whom it concerns: the meeting is published, has changed, or is cancelled."""
    _tell_some(meeting.id, meeting.sequence)


def remind(guest: Guest, *, key: str) -> None:
    """Have the guest reminded: of the meeting if they are coming, else that they have not answered.

    With the same `key` it happens once; who needs no reminder any more when the job runs gets none.
    """
    if guest.email and guest.origin != ASIDE:
        enqueue("meeting.remind", {"guest": str(guest.id), "key": key}, language=guest.language)


def tell(payload: Mapping[str, Any]) -> None:
    """The job of `tell_guest`."""
    found = _locked(payload["guest"])
    if found is None:
        return
    meeting, guest = found
    if payload.get("again") and not (meeting.state == "draft" or has_begun(meeting)):
        _forget(guest)
    news = news_for(meeting, guest)
    if news and withdraw_mails(f"meeting/{guest.id}/news/"):  # what is older must not arrive after it
        _forget(guest)
        news = news_for(meeting, guest) or news
    if news:
        _write(meeting, guest, news)


def tell_everybody(payload: Mapping[str, Any]) -> None:
    """The job of `tell_all`, some guests at a time; a later change has a job of its own."""
    meeting = _any_meeting(uuid.UUID(payload["meeting"]))
    if meeting is None or meeting.sequence != payload["sequence"]:
        return
    found = select(Guest).where(
        Guest.meeting_id == meeting.id, Guest.state.in_(CONCERNED), Guest.email.is_not(None)
    )
    if payload.get("after"):
        found = found.where(Guest.id > uuid.UUID(payload["after"]))
    guests = db.session.scalars(found.order_by(Guest.id).limit(FEW)).all()
    for guest in guests:
        if guest.told or guest.state != "pending":
            tell_guest(guest, at_once=True)
    if len(guests) == FEW:
        _tell_some(meeting.id, meeting.sequence, after=str(guests[-1].id))


def remind_one(payload: Mapping[str, Any]) -> None:
    """The job of `remind`."""
    found = _locked(payload["guest"])
    if found is None:
        return
    meeting, guest = found
    is_due = guest.state in TAKES_PART and meeting.state == "open" and not has_begun(meeting)
    if is_due and _send(meeting, guest, "reminder", key=f"remind/{payload['key']}"):
        guest.reminded_at = now()


def _forget(guest: Guest) -> None:
    """They are told as if they knew nothing."""
    guest.told = {"mails": guest.told.get("mails", 0), "invited": guest.told.get("invited", False)}


def _after_this_hour() -> datetime:
    """Some minutes after the hour: whoever still writes a change of this hour is done with it by then."""
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1, minutes=5)


def _tell_some(meeting_id: uuid.UUID, sequence: int, *, after: str = "") -> None:
    payload = {"meeting": str(meeting_id), "sequence": sequence, "after": after}
    enqueue("meeting.tell_all", payload, language="")


def _locked(guest_id: str) -> tuple[Meeting, Guest] | None:
    """The guest, whom no other job writes to meanwhile, and the meeting."""
    guest = db.session.scalar(select(Guest).where(Guest.id == uuid.UUID(guest_id)).with_for_update())
    meeting = _any_meeting(guest.meeting_id) if guest else None
    return (meeting, guest) if guest and meeting and guest.email else None


def _any_meeting(meeting_id: uuid.UUID) -> Meeting | None:
    """A meeting; of those in the bin the cancelled ones too, for who is coming must hear of it."""
    found = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id))
    return found if found and (found.state == "cancelled" or meeting_by_id(meeting_id)) else None


def _write(meeting: Meeting, guest: Guest, news: str) -> None:
    """One mail about how things stand, with the guest's calendar where there is something to do in it."""
    was_invited = bool(guest.told.get("invited"))
    is_invited = guest.state in TAKES_PART and meeting.state == "open" and meeting.starts_at is not None
    # A withdrawal needs times too; a meeting that has lost its time keeps its place until it has one again.
    has_calendar = (is_invited or was_invited) and meeting.starts_at is not None
    sequence = max(meeting.sequence, guest.mailed_sequence + 1) if has_calendar else None
    make = invitation if is_invited else withdrawal
    number = guest.told.get("mails", 0) + 1
    sent = _send(
        meeting, guest, news, key=f"news/{number}", make=make if has_calendar else None, sequence=sequence
    )
    if sent:
        remember(meeting, guest, is_invited=is_invited)
        guest.mailed_sequence = guest.mailed_sequence if sequence is None else sequence


def _send(
    meeting: Meeting,
    guest: Guest,
    news: str,
    *,
    key: str,
    make: Any = None,
    sequence: int | None = None,
) -> bool:
    tenant = tenant_in_scope()
    language = guest.language or tenant.languages[0]
    with speaking(language):
        words = mail_words(tenant, meeting, guest, language)
        calendar = make(tenant, meeting, guest, language, sequence=sequence) if make else ""
        headers = {"List-Unsubscribe": f"<{words['url']}>"} if guest.state in {"invited", "maybe"} else None
        return send_mail(
            to=guest.email or "",
            template=f"meeting/mail/{news}",
            language=language,
            key=f"meeting/{guest.id}/{key}",
            headers=headers,
            calendar=calendar,
            **words,
        )


HANDLERS = {"tell": tell, "tell_all": tell_everybody, "remind": remind_one}
