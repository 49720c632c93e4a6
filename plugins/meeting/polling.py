"""Date polls: making and changing one, and voting. What decides it is in `deciding.py`."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, or_, select, true, update

from hutong import db, enqueue, now, record_act, touch_tenant
from hutong.people import meet_contact
from plugins.meeting.errors import GoneError
from plugins.meeting.models import DateOption, DatePoll, DateVote, Guest, Meeting, Voter
from plugins.meeting.poll_errors import FullDateError, PollClosedError
from plugins.meeting.poll_queries import (
    options_of,
    poll_by_meeting,
    poll_state,
    voter_of_form,
    voter_of_guest,
)

MOST_DATES = 60


class Span(NamedTuple):
    """A date to vote on."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a voter sends: who they are, and ``yes``, ``maybe`` or ``no`` to dates."""

    name: str
    answers: Mapping[uuid.UUID, str]
    email: str = ""
    note: str = ""
    zone: str = ""
    language: str = ""
    nonce: str | None = None
    share_link_id: uuid.UUID | None = None
    guest: Guest | None = field(default=None)
    is_suspicious: bool = False


def make_poll(meeting: Meeting, spans: Iterable[Span], **settings: Any) -> DatePoll:
    """Ask when a meeting could be."""
    poll = DatePoll(meeting_id=meeting.id, **settings)
    db.session.add(poll)
    db.session.flush()
    add_dates(poll, spans)
    _follow_the_clock(poll)
    touch_tenant(tenant_id=poll.tenant_id)
    return poll


def change_poll(poll: DatePoll, **settings: Any) -> None:
    """Set columns; votes stay. With a deadline that lies ahead a poll that had ended goes on."""
    for name, value in settings.items():
        setattr(poll, name, value)
    db.session.flush()
    _follow_the_clock(poll)
    touch_tenant(tenant_id=poll.tenant_id)


def add_dates(poll: DatePoll, spans: Iterable[Span]) -> None:
    """More dates to vote on; one that is there already is not there twice."""
    known = {(one.starts_at, one.ends_at) for one in options_of(poll)}
    for span in sorted(set(spans)):
        if span[:2] not in known:
            db.session.add(DateOption(poll_id=poll.id, **span._asdict()))
    db.session.flush()


def remove_dates(poll: DatePoll, options: Collection[DateOption]) -> None:
    """Take dates out, with the votes for them; other votes stay."""
    ids = [option.id for option in options]
    db.session.execute(delete(DateVote).where(DateVote.option_id.in_(ids)))
    db.session.execute(delete(DateOption).where(DateOption.id.in_(ids), DateOption.poll_id == poll.id))


def close_poll(poll: DatePoll) -> None:
    """No votes from now on."""
    change_poll(poll, closed_at=now())


def reopen_poll(poll: DatePoll) -> None:
    """Take votes again; a deadline that has passed is dropped."""
    ended = poll.closes_at is not None and poll.closes_at <= now()
    change_poll(poll, closed_at=None, closes_at=None if ended else poll.closes_at)


def cast_votes(meeting: Meeting, ballot: Ballot, voter: Voter | None = None) -> Voter:
    """Keep what somebody says to the dates, for the first time or instead of what `voter` said before.

    The poll is locked: voters of one poll come one after the other. Dates that were not asked stay as they
    are. What looks like a machine's is set aside: kept, and counted when the organiser puts it back.
    Raises `PollClosedError`; `GoneError` for a form whose vote the organiser took out; and
    `FullDateError` for the dates that others were faster to take: then nothing may be committed.
    """
    poll = poll_by_meeting(meeting.id, lock=True)
    if poll is None or meeting.state != "open" or poll_state(meeting, poll) != "open":
        raise PollClosedError
    voter = voter or _known(poll, ballot)
    is_new = voter is None
    voter = voter or _new_voter(poll, ballot)
    voter.name, voter.email, voter.note = ballot.name, ballot.email, ballot.note
    voter.zone, voter.language = ballot.zone, ballot.language
    db.session.flush()
    if voter.is_aside:
        _write(voter, ballot.answers)
        return voter
    _count(poll, voter, ballot.answers)
    _write(voter, ballot.answers)
    if is_new:
        _record(poll, voter)
    _thank(voter)
    return voter


def remove_voter(poll: DatePoll, voter: Voter) -> None:
    """Count somebody's votes no more; the places they had are free."""
    if voter.removed_at is None:
        voter.removed_at = now()
        db.session.flush()
        _recount(poll)


def put_back_voter(poll: DatePoll, voter: Voter) -> None:
    """The opposite; it is the organiser's wish, so that a date may have one more than its limit.

    What was set aside begins to count.
    """
    was_aside = voter.is_aside
    voter.removed_at = None
    db.session.flush()
    _recount(poll)
    if was_aside:
        _record(poll, voter)
        _thank(voter)


def _known(poll: DatePoll, ballot: Ballot) -> Voter | None:
    """Who sent this form before, or this guest's vote; asked under the lock, where nobody is faster."""
    if ballot.guest is not None:
        return voter_of_guest(poll, ballot.guest)
    voter = voter_of_form(poll, ballot.nonce) if ballot.nonce else None
    if voter is not None and voter.removed_at is not None and not voter.is_aside:
        raise GoneError
    return voter


def _new_voter(poll: DatePoll, ballot: Ballot) -> Voter:
    person_id = ballot.guest.person_id if ballot.guest else None
    if ballot.guest is None:
        person_id = meet_contact(name=ballot.name, email=ballot.email).id
    moment = now()
    voter = Voter(
        poll_id=poll.id,
        voted_at=moment,
        removed_at=moment if ballot.is_suspicious else None,
        guest_id=ballot.guest.id if ballot.guest else None,
        person_id=person_id,
        nonce=ballot.nonce,
        share_link_id=ballot.guest.share_link_id if ballot.guest else ballot.share_link_id,
    )
    db.session.add(voter)
    return voter


def _count(poll: DatePoll, voter: Voter, answers: Mapping[uuid.UUID, str]) -> None:
    """Take and give back places: one update of all dates, which finds as many as are wanted or fails."""
    had = set(
        db.session.scalars(
            select(DateVote.option_id).where(DateVote.voter_id == voter.id, DateVote.answer == "yes")
        )
    )
    wanted = {option_id for option_id, answer in answers.items() if answer == "yes"} - had
    freed = {option_id for option_id in had if answers.get(option_id, "yes") != "yes"}
    if not wanted | freed:
        return
    places = case((DateOption.id.in_(wanted), 1), else_=-1)
    room = true() if poll.limit is None else or_(DateOption.id.in_(freed), DateOption.taken < poll.limit)
    changed = db.session.scalars(
        update(DateOption)
        .where(DateOption.poll_id == poll.id, DateOption.id.in_(wanted | freed), room)
        .values(taken=DateOption.taken + places)
        .returning(DateOption.id)
        .execution_options(synchronize_session=False)
    ).all()
    if wanted - set(changed):
        raise FullDateError(frozenset(wanted - set(changed)))


def _write(voter: Voter, answers: Mapping[uuid.UUID, str]) -> None:
    db.session.execute(
        delete(DateVote)
        .where(DateVote.voter_id == voter.id, DateVote.option_id.in_(answers))
        .execution_options(synchronize_session=False)
    )
    said = [
        DateVote(voter_id=voter.id, option_id=option_id, answer=answer)
        for option_id, answer in answers.items()
    ]
    db.session.add_all(said)
    db.session.flush()


def _recount(poll: DatePoll) -> None:
    """Set what dates count from the votes there are, for changes by the organiser."""
    counted = (
        select(func.count())
        .select_from(DateVote)
        .join(Voter, Voter.id == DateVote.voter_id)
        .where(DateVote.option_id == DateOption.id, DateVote.answer == "yes", Voter.removed_at.is_(None))
        .correlate(DateOption)
        .scalar_subquery()
    )
    db.session.execute(
        update(DateOption)
        .where(DateOption.poll_id == poll.id)
        .values(taken=counted)
        .execution_options(synchronize_session=False)
    )


def _thank(voter: Voter) -> None:
    """Mail them the link by which they can change what they said."""
    if voter.email and voter.guest_id is None:
        key = f"meeting.thank_voter/{voter.id}/{voter.email}"
        enqueue("meeting.thank_voter", {"voter": str(voter.id)}, key=key, language=voter.language)


def _record(poll: DatePoll, voter: Voter) -> None:
    record_act(
        stage="intent",
        verb="vote_date",
        plugin="meeting",
        object_kind="meeting",
        object_id=poll.meeting_id,
        person_id=voter.person_id,
        share_link_id=voter.share_link_id,
    )


def _follow_the_clock(poll: DatePoll) -> None:
    """Have somebody look when the deadline comes; a deadline that was moved finds nothing to do."""
    if poll.closes_at is not None:
        moment = poll.closes_at.isoformat()
        payload = {"meeting": str(poll.meeting_id), "closes_at": moment}
        key = f"meeting.end_poll/{poll.id}/{moment}"
        enqueue("meeting.end_poll", payload, run_at=poll.closes_at, key=key, language="")
