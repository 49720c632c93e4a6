"""Phones in the room: each has a random name for one meeting, in a signed cookie; nobody signs in.

The name says nothing about who holds the phone. A guest who comes from their own page is known beside it, for
the questions that they put under their name; what they vote is not. Where cookies are refused the form's
token is the name: that phone votes once for each time it loads the page.
"""

import hashlib
import uuid
from dataclasses import dataclass, replace

from flask import Response, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from hutong import new_token
from hutong.fields import FormToken
from hutong.secrets import application_keys, may_try
from plugins.meeting.live_room import TooOftenError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_id

COOKIE = "meeting_phone"
LIFE = 14 * 24 * 3600
WITHOUT_COOKIES = "120 per minute"
"""What all phones that keep no cookie may send to one meeting; to us each of their forms is another phone."""
_PARTS = 4
_OF_FORM = "form."


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone under its name in one meeting; `guest_id` where its holder came from their own page."""

    name: str
    guest_id: uuid.UUID | None = None
    link_number: int = 0
    """Of the personal link that led here; the phone is nobody's once that link has ended."""

    @property
    def has_cookie(self) -> bool:
        """Whether it is known again; else the form that it sent is its name."""
        return not self.name.startswith(_OF_FORM)


def new_phone() -> Phone:
    """One that was never here."""
    return Phone(new_token()[:32])


def phone_here(meeting: Meeting) -> Phone | None:
    """The phone of this request, if it has a name in this meeting that we gave it."""
    try:
        said = _signer().loads(request.cookies.get(COOKIE, "")[:400])
    except BadData:
        return None
    if not isinstance(said, list) or len(said) != _PARTS or said[0] != str(meeting.id):
        return None
    guest = guest_by_id(uuid.UUID(said[2])) if said[2] else None
    phone = Phone(str(said[1]))
    return known_as(phone, guest) if guest is not None and guest.link_number == said[3] else phone


def phone_of_form(meeting: Meeting, token: FormToken) -> Phone:
    """The phone that sent a form, by its cookie or else by the form."""
    return phone_here(meeting) or Phone(_OF_FORM + hashlib.sha256(token.nonce.encode()).hexdigest()[:32])


def check_crowd(meeting: Meeting, phone: Phone) -> None:
    """A limit for each phone stops nobody who is a new one with every form: those have one together.

    Raises `TooOftenError`.
    """
    if not phone.has_cookie and not may_try(WITHOUT_COOKIES, "live room", str(meeting.id)):
        raise TooOftenError


def known_as(phone: Phone, guest: Guest) -> Phone:
    """The same phone in the hand of a guest."""
    return replace(phone, guest_id=guest.id, link_number=guest.link_number)


def remember_phone(response: Response, meeting: Meeting, phone: Phone) -> Response:
    """Let the browser keep the name, for this meeting's pages only."""
    response.set_cookie(
        COOKIE,
        str(_signer().dumps([str(meeting.id), phone.name, str(phone.guest_id or ""), phone.link_number])),
        max_age=LIFE,
        path=url_for("meeting.meeting", code=meeting.code, lang=None),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer([key.hex() for key in reversed(application_keys(COOKIE))], salt=COOKIE)
