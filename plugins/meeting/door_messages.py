"""What a phone at a door sends, read with mistrust: guests decide what is written on the tickets it scans.

A record that cannot be read is answered by itself: the phone drops it, and the rest of its message counts. A
message is refused whole only where no phone of ours could have sent it.
"""

import json
import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hutong import now
from plugins.meeting.door import AT_MOST, Said, WalkIn
from plugins.meeting.door_words import milliseconds
from plugins.meeting.models import Meeting

LONGEST = 2_000_000
"""Characters of one message."""
BEFORE = timedelta(days=1)
"""How long before its meeting was made a scan may claim to be from: clocks of phones go wrong."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JOINER = "\u200d"


class UnreadableError(ValueError):
    """No phone of ours sends this."""


class TooManyError(ValueError):
    """More scans than one message may have."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, and the ids of records that cannot be read."""

    said: list[Said]
    unreadable: list[str]


def read_message(text: str, meeting: Meeting, *, door: str) -> Message:
    """The scans of one message; `door` for those that name none. Raises `UnreadableError`, `TooManyError`."""
    said: dict[uuid.UUID, Said] = {}
    unreadable = []
    for record in _records(text):
        try:
            one = _scan(record, meeting, door)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            unreadable.append(record["id"])
        else:
            said[one.id] = one
    return Message(list(said.values()), unreadable)


def plain(text: object, longest: int) -> str:
    """The text without signs that nobody sees: databases refuse zero bytes and halves of characters."""
    seen = (mark for mark in str(text or "") if mark == _JOINER or unicodedata.category(mark)[0] != "C")
    return "".join(seen).strip()[:longest]


def _records(text: str) -> list[dict[str, Any]]:
    try:
        sent = json.loads(text[:LONGEST] or "[]")
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    if not isinstance(sent, list):
        raise UnreadableError
    if len(sent) > AT_MOST:
        raise TooManyError
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in sent):
        raise UnreadableError
    return sent


def _scan(sent: dict[str, Any], meeting: Meeting, door: str) -> Said:
    walk_in, undone = sent.get("walkIn"), sent.get("undone")
    return Said(
        uuid.UUID(sent["id"]),
        plain(sent.get("door"), 40) or door,
        _moment(sent["at"], meeting),
        text=plain(sent.get("text"), 300),
        guest_id=uuid.UUID(sent["guest"]) if sent.get("guest") else None,
        walk_in=_walk_in(walk_in) if walk_in else None,
        let_in=sent.get("letIn") is True,
        asks=sent.get("asks") is True,
        undone_at=_moment(undone, meeting) if undone else None,
    )


def _moment(sent: Any, meeting: Meeting) -> datetime:
    """By our clock: not from the future, and not from before there was a meeting."""
    first, last = milliseconds(meeting.created_at - BEFORE), milliseconds(now())
    return EPOCH + timedelta(milliseconds=max(first, min(int(sent), last)))


def _walk_in(sent: dict[str, Any]) -> WalkIn:
    name, email = plain(sent["name"], 80), plain(sent.get("email"), 254)
    if not name:
        raise ValueError
    is_address = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email)
    return WalkIn(name, email if is_address else "", plain(sent.get("phone"), 32))
