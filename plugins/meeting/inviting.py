"""Inviting: who of some people would be invited and why the others would not, and doing exactly that."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal, TypeVar

from sqlalchemy import select

from hutong import db
from hutong.people import Person, contact_with, people_in_segment, person_by_id
from plugins.meeting.attending import GONE, invite_again
from plugins.meeting.errors import ClosedError
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.pasting import Entry, Fault
from plugins.meeting.queries import guest_by_email, has_begun, meetings_of, series_by_id
from plugins.meeting.same_guest import leave_to_mailbox
from plugins.meeting.seats import hold_meeting
from plugins.meeting.telling import FEW, tell_all, tell_guest

MOST = 2_000
"""Invitations in one go."""
AT_ONCE = 400
Item = TypeVar("Item")
STAFF = frozenset({"owner", "admin", "staff"})
Standing = Literal["new", "known", "unmailed", "registered", "guest", "quiet", "left"]
INVITABLE = frozenset({"new", "known", "unmailed", "registered"})


class TooManyError(ValueError):
    """More than may be invited at once."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be invited: an address somebody typed, or a person of the pool."""

    name: str
    email: str
    person_id: uuid.UUID | None = None
    text: str = ""
    """How it stood in a pasted list."""
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A candidate and what will become of them.

    `standing`: ``new`` here, ``known`` already, ``unmailed``: known, but without an address; these are
    invited. ``registered``: by a form that anybody can fill in with that address; they are mailed a link of
    their own, and the one that the form gave ends. ``guest``: on the list already; ``quiet``: wants no mails;
    ``left``: is no longer here. Empty where the candidate has a fault.
    """

    candidate: Candidate
    standing: Standing | Literal[""]
    name: str
    guest_state: str = ""

    @property
    def is_invited(self) -> bool:
        """Whether they are invited."""
        return self.standing in INVITABLE


def candidates_pasted(entries: Iterable[Entry]) -> list[Candidate]:
    """Those of a pasted list, with its faults."""
    return [Candidate(one.name, one.email, text=one.text, fault=one.fault) for one in entries]


def candidates_known(person_ids: Iterable[uuid.UUID]) -> list[Candidate]:
    """People of the pool; ids that are nobody's are left out."""
    found: list[Person] = []
    for some in _portions(dict.fromkeys(person_ids)):
        found += db.session.scalars(select(Person).where(Person.id.in_(some)))
    return [_candidate(person) for person in sorted(found, key=lambda one: (one.search_text, one.id))]


def candidates_in_segment(segment_id: uuid.UUID) -> list[Candidate]:
    """Who is in a segment now. Raises `TooManyError` where they are more than can be invited at once."""
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(people_in_segment(segment_id)))
        .order_by(Person.search_text, Person.id)
        .limit(MOST + 1)
    ).all()
    if len(people) > MOST:
        raise TooManyError
    return [_candidate(person) for person in people]


def plan_invitations(meeting: Meeting, candidates: Sequence[Candidate]) -> list[Planned]:
    """What inviting them to a meeting would do; nothing is written."""
    sound = [one for one in candidates if not one.fault]
    people = _people(sound)
    guests = _guests(meeting, sound, people)
    return [_planned(one, people, guests) for one in candidates]


def meetings_ahead(meeting: Meeting) -> list[Meeting]:
    """The other meetings of its series that are still to come."""
    series = series_by_id(meeting.series_id) if meeting.series_id else None
    if series is None:
        return []
    return [one for one in meetings_of(series) if one.id != meeting.id and not _is_past(one)]


def invite(
    meeting: Meeting, candidates: Sequence[Candidate], *, word: str = "", language: str = ""
) -> list[Guest]:
    """Invite those of them who can be; gives the new guests. Once more with the same invites nobody.

    They are mailed at once where the meeting is published, else when it will be. Raises `ClosedError` for a
    meeting that has begun or is cancelled.
    """
    hold_meeting(meeting.id)
    db.session.refresh(meeting)
    if _is_past(meeting):
        raise ClosedError
    plan = plan_invitations(meeting, candidates)
    wanted = [one for one in plan if one.is_invited]
    taken_over = [_take_over(meeting, one, word) for one in wanted if one.standing == "registered"]
    made = [_guest(meeting, one, word, language) for one in wanted if one.standing != "registered"]
    db.session.flush()
    if meeting.state == "open":
        _tell(meeting, made)
        for guest in taken_over:
            tell_guest(guest, again=True)
    return [*made, *taken_over]


def _take_over(meeting: Meeting, planned: Planned, word: str) -> Guest:
    """The guest of a registered address: whoever reads its mail from now on. A seat stays theirs."""
    guest = guest_by_email(meeting, planned.candidate.email)
    assert guest is not None, "planned while the meeting is held"
    if guest.state not in {"coming", "waiting"}:
        invite_again(guest)
    leave_to_mailbox(meeting, guest)
    guest.word = word
    return guest


def _tell(meeting: Meeting, made: Sequence[Guest]) -> None:
    """Have them mailed; many by a job that goes on in portions and tells nobody what they know."""
    if len(made) > FEW:
        tell_all(meeting)
        return
    for guest in made:
        tell_guest(guest)


def _is_past(meeting: Meeting) -> bool:
    return meeting.state == "cancelled" or has_begun(meeting)


def _candidate(person: Person) -> Candidate:
    return Candidate(person.name, person.email or "", person.id)


def _guest(meeting: Meeting, planned: Planned, word: str, language: str) -> Guest:
    one = planned.candidate
    person = person_by_id(one.person_id) if one.person_id else None
    if person is None:
        person = contact_with(name=planned.name, email=one.email, language=language)
    guest = Guest(
        meeting_id=meeting.id,
        person_id=person.id,
        origin="invited",
        state="invited",
        name=planned.name,
        email=one.email or None,
        phone=person.phone if one.person_id else "",
        language=person.language or language,
        word=word,
    )
    db.session.add(guest)
    return guest


@dataclass(frozen=True, slots=True)
class _People:
    by_id: Mapping[uuid.UUID, Person]
    by_email: Mapping[str, Person]

    def of(self, one: Candidate) -> Person | None:
        found = self.by_id.get(one.person_id) if one.person_id else self.by_email.get(one.email)
        while found is not None and found.merged_into_id is not None:
            found = self.by_id.get(found.merged_into_id)
        return found


def _people(candidates: Sequence[Candidate]) -> _People:
    found: list[Person] = []
    for some in _portions({one.email for one in candidates if one.email}):
        found += db.session.scalars(select(Person).where(Person.email.in_(some)))
    ids = {one.person_id for one in candidates if one.person_id}
    ids |= {person.merged_into_id for person in found if person.merged_into_id}
    for some_ids in _portions(ids - {person.id for person in found}):
        found += db.session.scalars(select(Person).where(Person.id.in_(some_ids)))
    return _People(
        {person.id: person for person in found}, {person.email: person for person in found if person.email}
    )


def _guests(
    meeting: Meeting, candidates: Sequence[Candidate], people: _People
) -> tuple[dict[str, Guest], dict[uuid.UUID, Guest]]:
    """Guests of the meeting with these addresses, and those who are these people."""
    by_email: dict[str, Guest] = {}
    by_person: dict[uuid.UUID, Guest] = {}
    here = select(Guest).where(Guest.meeting_id == meeting.id)
    for some in _portions({one.email for one in candidates if one.email}):
        by_email |= {
            guest.email or "": guest for guest in db.session.scalars(here.where(Guest.email.in_(some)))
        }
    known = {person.id: person for one in candidates if (person := people.of(one)) is not None}
    for some_ids in _portions(known):
        for guest in db.session.scalars(here.where(Guest.person_id.in_(some_ids))):
            if guest.person_id and guest.email in (None, known[guest.person_id].email):
                by_person[guest.person_id] = guest  # else a friend who registered on their phone
    return by_email, by_person


def _planned(
    one: Candidate, people: _People, guests: tuple[dict[str, Guest], dict[uuid.UUID, Guest]]
) -> Planned:
    person = people.of(one)
    name = one.name or (person.name if person else "") or one.email.partition("@")[0]
    plan = Planned(one, "", name[:80])
    if one.fault or not (one.email or one.person_id):
        return plan
    guest = guests[0].get(one.email) or (guests[1].get(person.id) if person else None)
    if guest is not None and guest.origin == "registered" and guest.email == one.email:
        is_out = guest.state in GONE
        return replace(plan, standing="guest" if is_out else "registered", guest_state=guest.state)
    if guest is not None:
        return replace(plan, standing="guest", guest_state=guest.state)
    if person is None:
        return replace(plan, standing="new")
    if person.state == "left":
        return replace(plan, standing="left")
    if person.notices == "off" and person.role not in STAFF:
        return replace(plan, standing="quiet")
    return replace(plan, standing="known" if one.email else "unmailed")


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at once as a statement may name."""
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some
