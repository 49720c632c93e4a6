"""The list of guests: narrowed to a state, a link or a word; who brought them; whom one person stands for."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from hutong import ShareLink, db, gettext as _
from hutong.people import Person, person_names, search_words
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import has_begun

PAGE = 50
STATES = ("pending", "coming", "waiting", "maybe", "invited", "declined", "refused", "removed")
"""In the order in which they concern an organiser."""
REACHABLE = ("invited", "maybe", "pending", "waiting", "coming")
"""Guests who are told what becomes of the meeting."""


@dataclass(frozen=True, slots=True)
class GuestFilter:
    """Which guests are listed; an empty part leaves all."""

    state: str = ""
    typed: str = ""
    link_id: uuid.UUID | None = None
    unmailed: bool = False
    """Only those without an address."""


def guest_of_meeting(meeting: Meeting, guest_id: uuid.UUID) -> Guest | None:
    """A guest by their id, if they are this meeting's."""
    return db.session.scalar(select(Guest).where(Guest.id == guest_id, Guest.meeting_id == meeting.id))


def listed_guests(meeting: Meeting, wanted: GuestFilter, page: int = 1, most: int = PAGE) -> Sequence[Guest]:
    """A page of the guests: who waits stands in the queue's order, others by when they came, newest first."""
    queue = (Guest.queued_at, Guest.id) if wanted.state in {"pending", "waiting"} else None
    order = queue or (Guest.created_at.desc(), Guest.id.desc())
    found = _guests(meeting, wanted).order_by(*order).limit(most).offset((page - 1) * most)
    return db.session.scalars(found).all()


def listed_count(meeting: Meeting, wanted: GuestFilter) -> int:
    """How many there are on all pages."""
    return db.session.scalar(select(func.count()).select_from(_guests(meeting, wanted).subquery())) or 0


def guests_after(meeting_id: uuid.UUID, after: uuid.UUID | None, most: int) -> Sequence[Guest]:
    """The next guests by id, for who goes through all of them in portions."""
    found = select(Guest).where(Guest.meeting_id == meeting_id).order_by(Guest.id).limit(most)
    return db.session.scalars(found.where(Guest.id > after) if after else found).all()


def guests_by_id(meeting: Meeting, guest_ids: Iterable[uuid.UUID]) -> Sequence[Guest]:
    """These guests of a meeting, who came first before others; ids of other meetings' guests are nobody's."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.meeting_id == meeting.id, Guest.id.in_(list(guest_ids)))
        .order_by(Guest.queued_at, Guest.id)
    ).all()


def unmailed_count(meeting: Meeting) -> int:
    """Guests who are to be told things and have no address: the organiser hands them their links."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Guest.meeting_id == meeting.id, Guest.email.is_(None), Guest.state.in_(REACHABLE)
            )
        )
        or 0
    )


def told_counts(meeting: Meeting) -> tuple[int, int]:
    """Of the guests with an address who are to be told: how many were mailed, and how many there are.

    Who waits for approval may have been set aside, and who walked in knows; nobody is told of what has begun.
    """
    if has_begun(meeting):
        return 0, 0
    row = db.session.execute(
        select(func.count().filter(Guest.told["mails"].as_integer() > 0), func.count()).where(
            Guest.meeting_id == meeting.id,
            Guest.email.is_not(None),
            Guest.state.in_(REACHABLE),
            Guest.state != "pending",
            Guest.origin != "walk_in",
        )
    ).one()
    return int(row[0]), int(row[1])


def same_person(guest: Guest) -> Sequence[Guest]:
    """Other guests of the meeting who turned out to be the same person."""
    if guest.person_id is None:
        return ()
    return db.session.scalars(
        select(Guest)
        .where(Guest.meeting_id == guest.meeting_id, Guest.person_id == guest.person_id, Guest.id != guest.id)
        .order_by(Guest.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one link: all guests by it, and those of them who are coming."""

    link_id: uuid.UUID
    name: str
    guests: int
    coming: int


def brought_by_links(meeting: Meeting) -> list[Brought]:
    """Which link brought whom, the most fruitful first; guests without a link are left out."""
    rows = db.session.execute(
        select(Guest.share_link_id, func.count(), func.count().filter(Guest.state == "coming"))
        .where(Guest.meeting_id == meeting.id, Guest.share_link_id.is_not(None))
        .group_by(Guest.share_link_id)
    ).all()
    names = link_names(row[0] for row in rows)
    found = [Brought(row[0], names.get(row[0], _("(deleted)")), row[1], row[2]) for row in rows if row[0]]
    return sorted(found, key=lambda one: (-one.coming, -one.guests, one.name))


def link_names(link_ids: Iterable[uuid.UUID | None]) -> Mapping[uuid.UUID, str]:
    """What links are called: the channel, whose they are, or else their code."""
    wanted = {link_id for link_id in link_ids if link_id is not None}
    links = db.session.scalars(select(ShareLink).where(ShareLink.id.in_(wanted))).all() if wanted else ()
    friends = person_names(link.shared_by for link in links if link.shared_by)
    return {
        link.id: link.channel or (friends.get(link.shared_by, "") if link.shared_by else "") or link.code
        for link in links
    }


def _guests(meeting: Meeting, wanted: GuestFilter) -> Select[Guest]:
    found = select(Guest).where(Guest.meeting_id == meeting.id)
    if wanted.state:
        found = found.where(Guest.state == wanted.state)
    if wanted.link_id:
        found = found.where(Guest.share_link_id == wanted.link_id)
    if wanted.unmailed:
        found = found.where(Guest.email.is_(None), Guest.state.in_(REACHABLE))
    words = search_words(wanted.typed)
    if words:
        found = found.outerjoin(Person, Person.id == Guest.person_id)
        found = found.where(*(_says(word) for word in words))
    return found


def _says(word: str) -> ColumnElement[bool]:
    """Name, mail and phone as they stand here; pinyin and digits as the pool knows the person; the ticket."""
    return or_(
        func.lower(Guest.name).contains(word, autoescape=True),
        func.coalesce(Guest.email, "").contains(word, autoescape=True),
        func.replace(func.replace(Guest.phone, " ", ""), "-", "").contains(word, autoescape=True),
        Guest.ticket.startswith(word.replace("-", ""), autoescape=True),
        func.coalesce(Person.search_text, "").contains(word, autoescape=True),
    )
