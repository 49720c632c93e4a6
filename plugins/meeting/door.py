"""Checking in: what doors say is written down, and the rule (`door_rule.py`) says who is in.

- A scan has an id made by the phone that made it: sending it twice is once.
- Its time is the phone's, corrected by what the phone's clock differed from ours when it last asked; what
  claims to come from the future is now.
- `asks`: the phone waits for the answer, so that a ticket that is in already, or a guest who is not coming,
  is refused. Without it the phone has decided by its own list, and somebody stands in the room or does not: a
  guest who was let in then holds a seat, as a walk-in does, whatever became of their place meanwhile.
- A phone that asked, heard nothing and let the guest in says so by sending the scan again without `asks`.
- A code that is no ticket of this meeting is ``unknown``, another meeting's and another shop's among them.

All of it is done under the meeting's lock, as every change of its list: doors come one after the other.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hutong import db, now, record_act_once
from hutong.people import contact_with
from plugins.meeting.attending import let_in
from plugins.meeting.door_queries import code_in, guest_linked, guests_meant, scans_by_id, scans_of
from plugins.meeting.door_rule import outcomes_of
from plugins.meeting.models import Guest, Meeting, Scan
from plugins.meeting.queries import HOLDS_SEAT, guest_by_email
from plugins.meeting.seats import hold_meeting

AT_MOST = 500
"""Scans in one message; a phone with more sends several."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody who came without being on the list."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a door says: it scanned a ticket, tapped a name, or let in somebody who was not on the list."""

    id: uuid.UUID
    door: str
    scanned_at: datetime
    text: str = ""
    guest_id: uuid.UUID | None = None
    walk_in: WalkIn | None = None
    let_in: bool = True
    asks: bool = False
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of it: ``in``, ``double``, ``unknown``, ``undone``; ``refused`` for who is not coming."""

    outcome: str
    guest: Guest | None = None


def receive(meeting: Meeting, said: Sequence[Said], *, by: uuid.UUID | None = None) -> dict[uuid.UUID, Heard]:
    """Write down what a door says, and give what became of each scan. The same again changes nothing."""
    hold_meeting(meeting.id)
    book = _Book(meeting, said, by)
    refused = {one.id: guest for one in said if (guest := book.write(one)) is not None}
    db.session.flush()
    return {one.id: _heard(book, one, refused.get(one.id)) for one in said}


def undo(meeting: Meeting, scan: Scan) -> None:
    """The check-in was a mistake: the ticket is free again."""
    said = Said(scan.id, scan.door, scan.scanned_at, guest_id=scan.guest_id, undone_at=now())
    receive(meeting, [said])


def close_conflict(scan: Scan) -> None:
    """Somebody looked at this double: no door shows it any more."""
    scan.seen_at = scan.seen_at or now()


def _heard(book: "_Book", one: Said, refused: Guest | None) -> Heard:
    scan = book.known.get(one.id)
    if refused is not None:
        return Heard("refused", refused)
    if scan is None:
        return Heard("unknown")
    return Heard(scan.outcome, book.guests.get(scan.guest_id) if scan.guest_id else None)


class _Book:
    """The guests and scans that one message is about, and what it writes."""

    def __init__(self, meeting: Meeting, said: Sequence[Said], by: uuid.UUID | None) -> None:
        self._meeting, self._by, self._at = meeting, by, now()
        of_doors = scans_by_id({one.id for one in said})
        self._foreign = {key for key, scan in of_doors.items() if scan.meeting_id != meeting.id}
        self.known = {key: scan for key, scan in of_doors.items() if key not in self._foreign}
        meant = guests_meant(
            meeting,
            {one.guest_id for one in said if one.guest_id}
            | {scan.guest_id for scan in self.known.values() if scan.guest_id},
            {code_in(one.text) for one in said if one.text},
            {_nonce(one.id) for one in said if one.walk_in},
        )
        self.guests = {guest.id: guest for guest in meant}
        self._by_code = {guest.ticket: guest for guest in meant}
        self._by_nonce = {guest.nonce: guest for guest in meant if guest.nonce}
        self._scans: dict[uuid.UUID, list[Scan]] = defaultdict(list)
        for scan in scans_of(self.guests):
            self._scans[scan.guest_id or uuid.UUID(int=0)].append(scan)

    def write(self, one: Said) -> Guest | None:
        """Write one scan down; gives the guest if they are refused, which is not written."""
        if one.id in self._foreign:
            return None
        if one.id in self.known:
            self._hear_again(self.known[one.id], one)
            return None
        guest = self._guest(one)
        if guest is not None and one.asks and guest.state != HOLDS_SEAT:
            return guest
        self._hear_first(one, guest)
        return None

    def _hear_first(self, one: Said, guest: Guest | None) -> None:
        scan = Scan(
            id=one.id,
            meeting_id=self._meeting.id,
            guest_id=guest.id if guest else None,
            text="" if guest else one.text[:120],
            door=one.door,
            scanned_at=min(one.scanned_at, self._at),
            received_at=self._at,
            undone_at=min(one.undone_at, self._at) if one.undone_at and guest else None,
            outcome="unknown",
            let_in=one.let_in and guest is not None,
            scanned_by=self._by,
        )
        self.known[scan.id] = scan
        if guest is not None:
            is_taken = outcomes_of(self._scans[guest.id])[1] is not None
            scan.let_in = scan.let_in and not (one.asks and is_taken)
            self._scans[guest.id].append(scan)
            self._settle(guest)
        db.session.add(scan)

    def _hear_again(self, scan: Scan, one: Said) -> None:
        """Sent twice is once; but now it may say that it let the guest in after all, or that it is undone."""
        guest = self.guests.get(scan.guest_id) if scan.guest_id else None
        if guest is None:
            return
        undone_at = min([moment for moment in (scan.undone_at, one.undone_at) if moment], default=None)
        let_in_after_all = scan.let_in or (one.let_in and not one.asks)
        if (undone_at, let_in_after_all) == (scan.undone_at, scan.let_in):
            return
        scan.undone_at, scan.let_in = undone_at and min(undone_at, self._at), let_in_after_all
        scan.received_at = self._at
        self._settle(guest)

    def _settle(self, guest: Guest) -> None:
        """Bring the guest to what the rule says of the scans."""
        scans = {scan.id: scan for scan in self._scans[guest.id]}
        outcomes, holder = outcomes_of(scans.values())
        for key, scan in scans.items():
            scan.outcome = outcomes[key]
        was_in = guest.checked_in_at is not None
        guest.checked_in_at = scans[holder].scanned_at if holder else None
        guest.checked_in_door = scans[holder].door if holder else ""
        if holder and not was_in:
            let_in(self._meeting, guest)
            _record_once(guest)

    def _guest(self, one: Said) -> Guest | None:
        if one.walk_in is not None:
            return self._by_nonce.get(_nonce(one.id)) or self._walked_in(one, one.walk_in)
        if one.guest_id is not None:
            return self.guests.get(one.guest_id)
        return self._by_code.get(code_in(one.text)) or self._linked(one.text)

    def _linked(self, text: str) -> Guest | None:
        return self._met(guest_linked(self._meeting, text))

    def _walked_in(self, one: Said, walk_in: WalkIn) -> Guest:
        email = walk_in.email.strip().lower() or None
        known = guest_by_email(self._meeting, email) if email else None
        if known is not None:
            self._met(known)
            return known
        person = contact_with(name=walk_in.name, email=email or "", phone=walk_in.phone)
        guest = Guest(
            meeting_id=self._meeting.id,
            person_id=person.id,
            origin="walk_in",
            state="invited",
            name=walk_in.name,
            email=email,
            phone=walk_in.phone,
            nonce=_nonce(one.id),
        )
        db.session.add(guest)
        db.session.flush()
        self.guests[guest.id] = guest
        return guest

    def _met(self, guest: Guest | None) -> Guest | None:
        if guest is not None and guest.id not in self.guests:
            self.guests[guest.id] = guest
            self._scans[guest.id] = list(scans_of([guest.id]))
        return guest


def _nonce(scan_id: uuid.UUID) -> str:
    return f"door:{scan_id}"


def _record_once(guest: Guest) -> None:
    record_act_once(
        f"meeting/{guest.id}",
        stage="service",
        verb="attend",
        plugin="meeting",
        object_kind="meeting",
        object_id=guest.meeting_id,
        person_id=guest.person_id,
        share_link_id=guest.share_link_id,
    )
