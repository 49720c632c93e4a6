"""What the door says: the answer to a scan in words, and the words and addresses that its script needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_wtf.csrf import generate_csrf

from hutong import gettext as _, static_url
from plugins.meeting.door import Heard
from plugins.meeting.door_queries import KEPT_AFTER
from plugins.meeting.models import Guest, Meeting, Scan
from plugins.meeting.state_words import GUEST_STATES
from plugins.meeting.when import zone_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a scan, large enough to be read at arm's length."""

    kind: str
    """``in``, ``double``, ``refused`` or ``unknown``."""
    title: str
    text: str
    guest: Guest | None = None
    scan: Scan | None = None


def verdict_of(meeting: Meeting, heard: Heard | None, *, scan: Scan | None = None) -> Verdict:
    """What became of a scan, in words; of None: nobody's ticket."""
    guest = heard.guest if heard else None
    if heard is None or guest is None:
        return Verdict(
            "unknown", _("No ticket of this meeting"), _("Look for the name, or let them walk in.")
        )
    if heard.outcome == "in":
        return Verdict("in", guest.name, _("Welcome"), guest, scan)
    if heard.outcome == "refused":
        text = _("%(state)s. Not expected today.", state=GUEST_STATES[guest.state])
        return Verdict("refused", guest.name, text, guest, scan)
    if guest.checked_in_at is None:  # the same message again, after it was undone
        return Verdict("unknown", guest.name, _("This check-in was undone. Scan once more."), guest, scan)
    moment = moment_at_door(meeting, guest.checked_in_at)
    text = _("Let in already: %(door)s, %(time)s", door=guest.checked_in_door, time=moment)
    return Verdict("double", guest.name, text, guest, scan)


def moment_at_door(meeting: Meeting, moment: datetime) -> str:
    """The time of the day where the meeting is held."""
    return moment.astimezone(zone_of(meeting)).strftime("%H:%M")


def door_config(meeting: Meeting, *, here: str, keeps: bool) -> dict[str, Any]:
    """What the script of the door is told, as data of the page."""
    return {
        "meeting": str(meeting.id),
        "door": here,
        "keeps": keeps,
        "ends": milliseconds(meeting.ends_at + KEPT_AFTER) if meeting.ends_at else None,
        "zone": zone_of(meeting).key,
        "csrf": generate_csrf(),
        "page": url_for("meeting_console.door", meeting_id=meeting.id),
        "state": url_for("meeting_console.door_state", meeting_id=meeting.id),
        "sync": url_for("meeting_console.door_sync", meeting_id=meeting.id),
        "worker": url_for("meeting_console.door_worker", meeting_id=meeting.id),
        "library": static_url("vendor/qr-scanner/qr-scanner.min.js"),
        "states": {state: str(words) for state, words in GUEST_STATES.items()},
        "words": door_words(),
    }


def milliseconds(moment: datetime) -> int:
    """A moment as scripts count them."""
    return round(moment.timestamp() * 1000)


def door_words() -> dict[str, str]:
    """What the script says; it fills in what stands in braces."""
    return {
        "welcome": _("Welcome"),
        "walked": _("Walked in"),
        "double": _("Let in already: {door}, {time}"),
        "refused": _("{state}. Not expected today."),
        "unknown": _("No ticket of this meeting"),
        "unknownText": _("Look for the name, or let them walk in."),
        "unknownOffline": _("Not on the list in this phone, which is from {time}. Look for the name."),
        "anyway": _("Let in anyway"),
        "undo": _("Undo"),
        "undone": _("Undone. The ticket can be scanned again."),
        "checkIn": _("Check in"),
        "online": _("Ready for offline: {guests} guests, {ago}"),
        "offline": _("No line. Go on: {guests} guests are in this phone, {ago}"),
        "waiting": _("{count} wait to be sent"),
        "now": _("just now"),
        "minutes": _("{count} minutes ago"),
        "hours": _("{count} hours ago"),
        "unready": _("The list is being fetched. Stay online for a moment."),
        "insecure": _("This address is not https: scanning needs a line here, and there’s no camera."),
        "signedOut": _("You’re signed out. What waits is kept and goes out when you sign in again."),
        "over": _("The meeting is over: its list is not in this phone any more."),
        "removed": _("The list is gone from this phone."),
        "removeFirst": _("{count} still wait to be sent. Go online first."),
        "conflict": _("{late} at {lateTime}, and {early} at {earlyTime}"),
        "seen": _("Seen"),
        "nobody": _("Nobody on the list is called that"),
        "nameFirst": _("What’s their name?"),
    }
