"""Registering by the public form: a guest once, whatever is sent twice; answers that change later."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hutong import db, enqueue, interface_language
from hutong.fields import answers_digest
from hutong.people import meet_contact
from hutong.secrets import may_try
from plugins.meeting.attending import accept
from plugins.meeting.closing import why_closed
from plugins.meeting.errors import ClosedError, FormUsedError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_email, guest_by_nonce
from plugins.meeting.register_forms import EMAIL, NAME, PHONE, asked_of, own_answers
from plugins.meeting.seats import hold_meeting

AN_ADDRESS_MAY = "3 per hour"
"""Tickets that strangers can have sent again to a guest's address by naming it."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What arrived: cleaned answers, under which form, by which link."""

    nonce: str
    answers: Mapping[str, Any]
    is_suspicious: bool = False
    share_link_id: uuid.UUID | None = None

    @property
    def email(self) -> str | None:
        """The address, in lower case as a guest's is kept."""
        return str(self.answers.get(EMAIL, "")).lower() or None


def register(meeting: Meeting, sent: Registration) -> Guest | None:
    """The guest whom this form makes, once; None where its address is a guest's already: they are mailed.

    Raises `FormUsedError` where the form brought something else before, `ClosedError` where nobody can
    register any more.
    """
    hold_meeting(meeting.id)
    db.session.refresh(meeting)
    earlier = guest_by_nonce(meeting, sent.nonce)
    if earlier is not None and earlier.digest == answers_digest(sent.answers):
        return earlier
    if earlier is not None:
        raise FormUsedError
    if why_closed(meeting):
        raise ClosedError
    known = guest_by_email(meeting, sent.email) if sent.email else None
    if known is not None:
        _mail_again(known, sent.nonce)
        return None
    guest = _new_guest(meeting, sent)
    accept(meeting, guest, set_aside=sent.is_suspicious)
    return guest


def answer_questions(meeting: Meeting, guest: Guest, answers: Mapping[str, Any]) -> None:
    """Keep what a guest says to the meeting's questions, and the questions as they were asked.

    Raises `ClosedError` where it is too late.
    """
    if why_answers_closed(meeting):
        raise ClosedError
    guest.answers, guest.asked = dict(answers), asked_of(meeting)


def why_answers_closed(meeting: Meeting) -> str:
    """Why guests cannot change their answers; who is invited answers also where nobody else can register."""
    why = why_closed(meeting)
    return "" if why in ("invited", "off", "dateless") else why


def _new_guest(meeting: Meeting, sent: Registration) -> Guest:
    name, phone = str(sent.answers[NAME]), str(sent.answers.get(PHONE, ""))
    person = meet_contact(name=name, email=sent.email or "", phone=phone)
    guest = Guest(
        meeting_id=meeting.id,
        person_id=person.id,
        state="invited",
        name=name,
        email=sent.email,
        phone=phone,
        answers=own_answers(sent.answers),
        asked=asked_of(meeting),
        language=interface_language(),
        nonce=sent.nonce,
        digest=answers_digest(sent.answers),
        share_link_id=sent.share_link_id,
    )
    db.session.add(guest)
    return guest


def _mail_again(guest: Guest, nonce: str) -> None:
    if may_try(AN_ADDRESS_MAY, "meeting ticket", str(guest.id)):
        payload = {"guest": str(guest.id), "nonce": nonce}
        enqueue("meeting.mail_ticket", payload, language=guest.language)
