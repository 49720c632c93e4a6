"""What the door's script asks: the list, what changed since, and what becomes of the scans that it sends.

Plain numbers are milliseconds since 1970 by our clock; cursors are opaque texts.
"""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from hutong import now, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.door import DOOR
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.door import close_conflict, receive
from plugins.meeting.door_messages import EPOCH, TooManyError, UnreadableError, read_message
from plugins.meeting.door_queries import (
    door_conflicts,
    door_counts,
    door_guests,
    guests_changed,
    heard_last,
    in_scans,
    list_is_kept,
    scans_by_id,
    spelling,
    ticket_mark,
)
from plugins.meeting.door_words import milliseconds
from plugins.meeting.models import Guest, Meeting


@blueprint.get("/<uuid:meeting_id>/door/state.json")
@policy("staff", permission=DOOR)
def door_state(meeting_id: uuid.UUID) -> Response:
    """The whole list, or with `since` what doors did after that."""
    return jsonify(_state(meeting_or_404(meeting_id), request.args.get("since", "")))


@blueprint.post("/<uuid:meeting_id>/door/sync")
@policy("staff", permission=DOOR)
def door_sync(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take scans, 500 at most, and tell what became of each, and what other doors did.

    422 for what no phone of ours sends; a record that cannot be read has the outcome ``unreadable``.
    """
    meeting = meeting_or_404(meeting_id)
    try:
        message = read_message(request.form.get("scans", ""), meeting, door=g.person.name[:40])
    except TooManyError:
        abort(413)
    except UnreadableError:
        abort(422)
    heard = receive(meeting, message.said, by=g.person.id)
    _close(meeting, request.form.get("seen", ""))
    found = in_scans(one.guest for one in heard.values() if one.guest)
    return jsonify(
        {
            "heard": {key: {"outcome": "unreadable", "guest": None} for key in message.unreadable}
            | {
                str(key): {
                    "outcome": one.outcome,
                    "guest": _record(meeting, one.guest, found) if one.guest else None,
                }
                for key, one in heard.items()
            },
            "state": _state(meeting, request.form.get("since", "")),
        }
    )


def _state(meeting: Meeting, since: str) -> dict[str, Any]:
    heard = heard_last(meeting)
    changed = guests_changed(meeting, _moment(since)) if since else door_guests(meeting)
    keeps = list_is_kept(meeting)
    scans = in_scans(changed)
    counts = door_counts(meeting)
    return {
        "now": milliseconds(now()),
        "cursor": _cursor(heard) or since or "0",
        "csrf": generate_csrf(),
        "keeps": keeps,
        "whole": not since,
        "counts": {"arrived": counts.arrived, "expected": counts.expected, "walkIns": counts.walk_ins},
        "guests": [_record(meeting, guest, scans) for guest in changed] if keeps else [],
        "conflicts": [
            {
                "id": str(one.scan.id),
                "name": one.guest.name,
                "late": one.scan.door,
                "lateAt": milliseconds(one.scan.scanned_at),
                "early": one.guest.checked_in_door,
                "earlyAt": milliseconds(one.guest.checked_in_at) if one.guest.checked_in_at else None,
            }
            for one in door_conflicts(meeting)
        ],
    }


def _record(meeting: Meeting, guest: Guest, scans: dict[uuid.UUID, uuid.UUID]) -> dict[str, Any]:
    """What a phone keeps of a guest: no address, no number, no answers, and of the ticket only a mark."""
    scan = scans.get(guest.id)
    return {
        "id": str(guest.id),
        "mark": ticket_mark(meeting, guest.ticket),
        "name": guest.name,
        "spelling": spelling(guest.name),
        "state": guest.state,
        "at": milliseconds(guest.checked_in_at) if guest.checked_in_at else None,
        "door": guest.checked_in_door,
        "scan": str(scan) if scan else None,
    }


def _close(meeting: Meeting, text: str) -> None:
    """Conflicts that somebody looked at, by the ids of their scans."""
    ids = {uuid.UUID(part) for part in text.split(",") if re.fullmatch(r"[0-9a-f-]{36}", part)}
    for scan in scans_by_id(ids).values() if ids else ():
        if scan.meeting_id == meeting.id:
            close_conflict(scan)


def _cursor(moment: datetime | None) -> str:
    return str((moment - EPOCH) // timedelta(microseconds=1)) if moment else ""


def _moment(since: str) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=int(since))
    except (ValueError, OverflowError):
        return EPOCH
