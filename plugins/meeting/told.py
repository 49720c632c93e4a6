"""What a guest was told last, and whether there is something new. `Guest.told` keeps it::

    {"state": "coming", "meeting": "open", "facts": {"starts": …, "place": …}, "invited": true, "mails": 2}

``invited``: the meeting stands in the guest's calendar. ``mails`` counts what was sent.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import is_over

CONCERNED = frozenset({"invited", "maybe", "pending", "waiting", "coming"})
"""Whom a change of the meeting concerns."""


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What is told of a meeting, as JSON."""
    text = json.dumps(meeting.text, sort_keys=True)
    return {
        "starts": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "all_day": meeting.all_day,
        "zone": meeting.zone,
        "title": dict(meeting.title),
        "place": dict(meeting.place),
        "link": meeting.link,
        "text": hashlib.sha256(text.encode()).hexdigest()[:16],
    }


def news_for(meeting: Meeting, guest: Guest) -> str:
    """What sort of mail the guest should get now; empty for none."""
    told = guest.told
    if meeting.state == "draft" or is_over(meeting):
        return ""
    if meeting.state == "cancelled":
        return "cancelled" if _hears_of_cancelling(guest) else ""
    if not told and guest.state in {"declined", "refused", "removed"}:
        return ""  # they were never written to: nothing ends for them
    if told.get("state") != guest.state:
        return _by_state(guest)
    if guest.state not in CONCERNED:
        return ""
    if told["meeting"] == "cancelled":
        return "on_again"
    if told["facts"] != facts_of(meeting):
        return "dated" if told["facts"]["starts"] is None and meeting.starts_at else "changed"
    return ""


def _hears_of_cancelling(guest: Guest) -> bool:
    """Everybody who counts on it; who is invited and has not heard of it yet need not."""
    knows = bool(guest.told) or guest.state != "invited"
    return guest.state in CONCERNED and knows and guest.told.get("meeting") != "cancelled"


def _by_state(guest: Guest) -> str:
    before = guest.told.get("state")
    if guest.state == "coming" and before in {"waiting", "pending"}:
        return "moved_up" if before == "waiting" else "approved"
    return "invitation" if guest.state == "invited" else guest.state


def changes_since(meeting: Meeting, guest: Guest) -> Sequence[str]:
    """Which of ``when``, ``place``, ``link``, ``title``, ``text`` the guest knows otherwise."""
    before, after = guest.told.get("facts") or {}, facts_of(meeting)
    if not before:
        return []
    is_moved = any(before[name] != after[name] for name in ("starts", "ends", "all_day", "zone"))
    others = [name for name in ("place", "link", "title", "text") if before[name] != after[name]]
    return ["when"] * is_moved + others


def told_time(guest: Guest) -> tuple[datetime, datetime] | None:
    """When the guest thinks it is."""
    facts = guest.told.get("facts") or {}
    if not facts.get("starts"):
        return None
    return datetime.fromisoformat(facts["starts"]), datetime.fromisoformat(facts["ends"])


def remember(meeting: Meeting, guest: Guest, *, is_invited: bool) -> None:
    """Note that the guest knows what is true now."""
    guest.told = {
        "state": guest.state,
        "meeting": meeting.state,
        "facts": facts_of(meeting),
        "invited": is_invited,
        "mails": guest.told.get("mails", 0) + 1,
    }
