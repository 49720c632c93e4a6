"""The live room of a meeting: when it is open, and why something was not taken there."""

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from hutong import now
from hutong.secrets import application_keys
from plugins.meeting.errors import MeetingError
from plugins.meeting.models import Meeting

OVERRUN = timedelta(hours=3)
"""Meetings run over: so long after the end the room still takes questions, unless somebody closed it."""

_SCREEN = "meeting screen"

RoomState = Literal["open", "closed", "over", "cancelled"]


class RoomClosedError(MeetingError):
    """The room, the poll or the question takes nothing more."""


class TooOftenError(MeetingError):
    """One phone sent more than one person would."""


class RoomFullError(MeetingError):
    """The room has as many questions as anybody could go through."""


class WordsError(MeetingError):
    """What was typed cannot be taken; `reason` is ``empty``, ``long`` or ``many``, of `limit`."""

    def __init__(self, reason: str, limit: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


def room_state(meeting: Meeting) -> RoomState:
    """Whether the room takes something, and if not, why."""
    if meeting.state != "open":
        return "cancelled"
    if meeting.ends_at is not None and meeting.ends_at + OVERRUN <= now():
        return "over"
    return "closed" if meeting.live_closed else "open"


def check_open(meeting: Meeting) -> None:
    """Raises `RoomClosedError`."""
    if room_state(meeting) != "open":
        raise RoomClosedError


def screen_key(meeting: Meeting) -> str:
    """What stands in the address of a meeting's big screen; it lets one look, and is not stored."""
    return _seal(application_keys(_SCREEN)[0], meeting)


def is_screen_key(meeting: Meeting, key: str) -> bool:
    """Whether `key` was given out for this meeting's screen."""
    seals = [_seal(secret, meeting) for secret in application_keys(_SCREEN)]
    return any(hmac.compare_digest(seal.encode(), key.encode()) for seal in seals)


def _seal(secret: bytes, meeting: Meeting) -> str:
    return hmac.new(secret, f"{meeting.tenant_id}:{meeting.id}".encode(), sha256).hexdigest()[:20]
