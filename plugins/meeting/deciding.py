"""A date poll comes to its date: by hand, or by itself when the deadline comes.

The best date has most yes, then most "if need be", then it is the earliest. By itself only a date is chosen
that somebody says yes to and that has no equal; otherwise the organiser is told and chooses.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from hutong import db, now, touch_tenant
from plugins.meeting.acting import take_back_registration
from plugins.meeting.attending import accept, say_maybe
from plugins.meeting.models import Action, DateOption, DatePoll, FloorQuestion, Guest, Meeting, Voter
from plugins.meeting.operations import move_meeting
from plugins.meeting.poll_errors import PastDateError, PollClosedError, ToldError
from plugins.meeting.poll_news import tell_organisers
from plugins.meeting.poll_queries import (
    answers_of,
    best_of,
    is_tied,
    options_of,
    poll_by_meeting,
    poll_state,
    tallies,
    voters_of,
)
from plugins.meeting.queries import HOLDS_SEAT, guest_by_email, guest_by_id, guests_of, meeting_by_id
from plugins.meeting.seats import move_up
from plugins.meeting.told import told_time

TAKES_PART = ("invited", "maybe", "coming", "waiting", "pending")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of everybody if a date is chosen."""

    can: Sequence[Voter]
    maybe: Sequence[Voter]
    cannot: Sequence[Voter]
    silent: Sequence[Voter]
    """Who voted, and said nothing to this date."""


def outlook(poll: DatePoll, option: DateOption) -> Outlook:
    """Who can come then, and who cannot."""
    voters = voters_of(poll)
    said = answers_of(voters)
    groups = {
        answer: [one for one in voters if said[one.id].get(option.id, "") == answer]
        for answer in ("yes", "maybe", "no", "")
    }
    return Outlook(groups["yes"], groups["maybe"], groups["no"], groups[""])


def decide(meeting: Meeting, poll: DatePoll, option: DateOption) -> None:
    """The meeting is then. Who voted by mail becomes a guest: coming, if they said yes to it; else invited.

    A decision can be changed by another one. Raises `PollClosedError` for a cancelled meeting and one that
    got its time otherwise, `PastDateError` for a date that has gone by.
    """
    if meeting.state == "cancelled" or (meeting.starts_at is not None and poll.decided_at is None):
        raise PollClosedError
    if option.starts_at <= now():
        raise PastDateError
    before = poll.decided_at
    for one in options_of(poll):
        one.chosen = one.id == option.id
    poll.closed_at = poll.closed_at or now()
    move_meeting(meeting, starts_at=option.starts_at, ends_at=option.ends_at, all_day=option.all_day)
    db.session.flush()
    _make_guests(meeting, poll, option, before)
    poll.decided_at = now()
    db.session.flush()


def who_was_told(meeting: Meeting) -> int:
    """How many guests have a date of it in a mail already."""
    return sum(told_time(guest) is not None for guest in guests_of(meeting, *TAKES_PART))


def take_back(meeting: Meeting, poll: DatePoll) -> None:
    """Vote again, as if nothing had been decided; who is gone, or has declined, stays so.

    Raises `ToldError` once a guest was told.
    """
    if poll.decided_at is None:
        return
    db.session.refresh(meeting, with_for_update=True)
    if who_was_told(meeting):
        raise ToldError
    came_by = set(db.session.scalars(select(Voter.guest_id).where(Voter.poll_id == poll.id)))
    guests = [one for one in guests_of(meeting, *TAKES_PART) if one.origin == "voted" or one.id in came_by]
    seats = [one for one in guests if one.state == HOLDS_SEAT]
    for guest in seats:
        take_back_registration(guest, guest.answered_at)
    for guest in guests:
        guest.state, guest.answered_at = "invited", None
    db.session.flush()
    made = _without_traces([one.id for one in guests if one.origin == "voted"])
    db.session.execute(update(Voter).where(Voter.guest_id.in_(made)).values(guest_id=None))
    db.session.execute(delete(Guest).where(Guest.id.in_(made)))
    meeting.taken = max(0, meeting.taken - len(seats))
    meeting.starts_at = meeting.ends_at = None
    poll.decided_at = poll.closed_at = None
    for option in options_of(poll):
        option.chosen = False
    db.session.flush()
    move_up(meeting.id)
    touch_tenant(tenant_id=meeting.tenant_id)


def voters_without_mail(poll: DatePoll) -> list[Voter]:
    """Whom the organiser has to tell: no address, and no guest of the list."""
    return [voter for voter in voters_of(poll) if not voter.email and voter.guest_id is None]


def end_poll(payload: Mapping[str, Any]) -> None:
    """The job of a deadline: decide, or tell the organisers that it is theirs to do."""
    meeting = meeting_by_id(uuid.UUID(payload["meeting"]), lock=True)
    poll = poll_by_meeting(meeting.id, lock=True) if meeting else None
    if meeting is None or poll is None or poll.closes_at is None or poll.closed_at is not None:
        return
    is_moved = poll.closes_at.isoformat() != payload["closes_at"]
    if is_moved or meeting.state != "open" or poll_state(meeting, poll) != "closed":
        return
    touch_tenant(tenant_id=meeting.tenant_id)
    found = tallies(poll, options_of(poll))
    best = best_of(found)
    if poll.decides == "deadline" and best is not None and best.yes and not is_tied(best, found):
        decide(meeting, poll, best.option)
    else:
        tell_organisers(meeting, poll)


def _make_guests(meeting: Meeting, poll: DatePoll, option: DateOption, before: datetime | None) -> None:
    voters = voters_of(poll)
    said = answers_of(voters)
    for voter in voters:
        guest = _guest_of(meeting, voter)
        if guest is None:
            continue
        if said[voter.id].get(option.id) == "yes":
            _let_come(meeting, guest)
        elif before is not None and guest.answered_at is not None and guest.answered_at <= before:
            _let_think(meeting, guest)


def _without_traces(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Of these guests those whom nothing else names: what somebody asked or is to do keeps its guest."""
    asked = select(FloorQuestion.guest_id).where(FloorQuestion.guest_id.in_(ids))
    owed = select(Action.guest_id).where(Action.guest_id.in_(ids))
    return set(ids) - set(db.session.scalars(asked)) - set(db.session.scalars(owed))


def _guest_of(meeting: Meeting, voter: Voter) -> Guest | None:
    """The guest who voted: known by their own link, or made now from the address they left.

    Who is on the list with that address already answers for themselves: typing it proves nothing.
    """
    if voter.guest_id is not None:
        guest = guest_by_id(voter.guest_id)
        return guest if guest is not None and guest.state in TAKES_PART else None
    if not voter.email or guest_by_email(meeting, voter.email) is not None:
        return None
    guest = Guest(
        meeting_id=meeting.id,
        person_id=voter.person_id,
        origin="voted",
        state="invited",
        name=voter.name,
        email=voter.email,
        language=voter.language,
        zone=voter.zone,
        share_link_id=voter.share_link_id,
    )
    db.session.add(guest)
    db.session.flush()
    voter.guest_id = guest.id
    return guest


def _let_come(meeting: Meeting, guest: Guest) -> None:
    if meeting.state == "open" and guest.state in {"invited", "maybe"}:
        accept(meeting, guest)


def _let_think(meeting: Meeting, guest: Guest) -> None:
    """They were put down for the former date, and did not say yes to this one."""
    if meeting.state == "open" and guest.state in {"coming", "waiting", "pending"}:
        say_maybe(meeting, guest)


HANDLERS = {"end_poll": end_poll}
