"""What a door needs to know: who is expected, who is in, which doors let in one ticket twice."""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from hutong import db, now
from hutong.people import search_text_of, search_words
from plugins.meeting.links import guest_by_token
from plugins.meeting.models import Guest, Meeting, Scan

KEPT_AFTER = timedelta(hours=12)
"""How long after the end of a meeting phones keep its list."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How it stands at the door. Who walked in and was not on the list is among those who are in."""

    arrived: int
    expected: int
    walk_ins: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A ticket that two doors let in: the later scan, whose it is, and the scan that counts."""

    scan: Scan
    guest: Guest


def door_counts(meeting: Meeting) -> Counts:
    """Who is in, who holds a seat, who walked in."""
    is_in, walked = Guest.checked_in_at.is_not(None), Guest.origin == "walk_in"
    row = db.session.execute(
        select(
            func.count().filter(is_in),
            func.count().filter(Guest.state == "coming"),
            func.count().filter(is_in, walked),
        ).where(Guest.meeting_id == meeting.id)
    ).one()
    arrived, expected, walk_ins = row
    return Counts(arrived, expected, walk_ins)


def scans_by_id(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Scan]:
    """Scans that were heard of before."""
    return {scan.id: scan for scan in db.session.scalars(_anew(select(Scan).where(Scan.id.in_(ids))))}


def scan_of(meeting: Meeting, scan_id: uuid.UUID) -> Scan | None:
    """A scan at a door of this meeting."""
    return db.session.scalar(select(Scan).where(Scan.meeting_id == meeting.id, Scan.id == scan_id))


def scans_of(guest_ids: Collection[uuid.UUID]) -> Sequence[Scan]:
    """All scans of these guests' tickets."""
    found: Sequence[Scan] = db.session.scalars(_anew(select(Scan).where(Scan.guest_id.in_(guest_ids)))).all()
    return found


def letting_in(guest: Guest) -> Scan | None:
    """The scan that let a guest in."""
    return db.session.scalar(select(Scan).where(Scan.guest_id == guest.id, Scan.outcome == "in"))


def guest_of(meeting: Meeting, guest_id: uuid.UUID) -> Guest | None:
    """A guest of this meeting."""
    return db.session.scalar(select(Guest).where(Guest.meeting_id == meeting.id, Guest.id == guest_id))


def guests_meant(
    meeting: Meeting, ids: Collection[uuid.UUID], codes: Collection[str], nonces: Collection[str]
) -> Sequence[Guest]:
    """Guests of this meeting by id, by the code of their ticket, or by the form they walked in with."""
    meant = Guest.id.in_(ids) | Guest.ticket.in_(codes) | Guest.nonce.in_(nonces)
    found: Sequence[Guest] = db.session.scalars(
        _anew(select(Guest).where(Guest.meeting_id == meeting.id, meant))
    ).all()
    return found


def code_in(scanned: str) -> str:
    """The ticket's code in what was scanned or typed; spaces, dashes and capitals do not matter."""
    last = scanned.strip().rstrip("/").rpartition("/")[2] if "://" in scanned else scanned
    return "".join(mark for mark in last.lower() if mark.isalnum())[:16]


def guest_linked(meeting: Meeting, scanned: str) -> Guest | None:
    """Whose personal link it is: guests show that, too, where they should show their ticket."""
    if "/g/" not in scanned:
        return None
    guest = guest_by_token(scanned.rpartition("/g/")[2].partition("?")[0].partition("/")[0])
    return guest if guest is not None and guest.meeting_id == meeting.id else None


def door_guests(meeting: Meeting) -> Sequence[Guest]:
    """Everybody on the list, by name."""
    found = db.session.scalars(select(Guest).where(Guest.meeting_id == meeting.id)).all()
    return sorted(found, key=lambda guest: (spelling(guest.name), str(guest.id)))


def guests_called(meeting: Meeting, typed: str) -> list[Guest]:
    """Guests whose name, or whose pinyin or its first letters, has all of the words typed."""
    words = search_words(typed)
    return [guest for guest in door_guests(meeting) if all(word in spelling(guest.name) for word in words)]


def door_conflicts(meeting: Meeting) -> list[Conflict]:
    """Tickets that two doors let in and nobody has looked at, the latest first."""
    rows = db.session.execute(
        select(Scan, Guest)
        .join(Guest, Guest.id == Scan.guest_id)
        .where(Scan.meeting_id == meeting.id, Scan.outcome == "double", Scan.let_in, Scan.seen_at.is_(None))
        .order_by(Scan.scanned_at.desc(), Scan.id)
    )
    return [Conflict(scan, guest) for scan, guest in rows]


def latest_scans(meeting: Meeting, at_most: int = 5) -> list[tuple[Scan, Guest]]:
    """Who was let in last."""
    rows = db.session.execute(
        select(Scan, Guest)
        .join(Guest, Guest.id == Scan.guest_id)
        .where(Scan.meeting_id == meeting.id, Scan.outcome == "in")
        .order_by(Scan.scanned_at.desc(), Scan.id)
        .limit(at_most)
    )
    return [(scan, guest) for scan, guest in rows]


def guests_changed(meeting: Meeting, since: datetime) -> Sequence[Guest]:
    """Guests of whose ticket a door was heard after this moment."""
    heard = select(Scan.guest_id).where(Scan.meeting_id == meeting.id, Scan.received_at > since)
    return db.session.scalars(select(Guest).where(Guest.meeting_id == meeting.id, Guest.id.in_(heard))).all()


def heard_last(meeting: Meeting) -> datetime | None:
    """When a door was last heard."""
    return db.session.scalar(select(func.max(Scan.received_at)).where(Scan.meeting_id == meeting.id))


def in_scans(guests: Iterable[Guest]) -> dict[uuid.UUID, uuid.UUID]:
    """By guest, the scan that let them in."""
    ids = [guest.id for guest in guests if guest.checked_in_at is not None]
    if not ids:
        return {}
    rows = db.session.execute(
        select(Scan.guest_id, Scan.id).where(Scan.guest_id.in_(ids), Scan.outcome == "in")
    )
    return {guest_id: scan_id for guest_id, scan_id in rows if guest_id is not None}


def ticket_mark(meeting: Meeting, ticket: str) -> str:
    """What a phone keeps instead of a ticket: it is recognised by it, and cannot be written from it."""
    return hashlib.sha256(f"{meeting.id}:{ticket}".encode()).hexdigest()[:24]


def list_is_kept(meeting: Meeting) -> bool:
    """Whether phones may still keep the list: not long after the meeting."""
    return meeting.ends_at is None or meeting.ends_at + KEPT_AFTER > now()


@lru_cache(maxsize=8192)
def spelling(name: str) -> str:
    """What somebody is found by: pinyin, its first letters, the name."""
    return search_text_of(name=name, email=None, phone="", number="")


def _anew(statement: Any) -> Any:
    """As it stands now that the meeting is held, whatever the request read before."""
    return statement.execution_options(populate_existing=True)
