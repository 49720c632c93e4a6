"""Date polls as they are read: dates, who said what to which, and which is best."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import exists, func, select

from hutong import db, now
from plugins.meeting.models import DateOption, DatePoll, DateVote, Guest, Meeting, Voter

ANSWERS = ("yes", "maybe", "no")
PollState = Literal["open", "closed", "decided", "cancelled"]


@dataclass(frozen=True, slots=True)
class Tally:
    """A date with how many said what to it."""

    option: DateOption
    yes: int = 0
    maybe: int = 0
    no: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """More is better; of equals the earlier date."""
        return self.yes, self.maybe


def poll_by_meeting(meeting_id: uuid.UUID, *, lock: bool = False) -> DatePoll | None:
    """The poll of a meeting; with `lock` nobody else votes or changes it meanwhile."""
    found = select(DatePoll).where(DatePoll.meeting_id == meeting_id)
    return db.session.scalar(
        found.with_for_update().execution_options(populate_existing=True) if lock else found
    )


def poll_by_id(poll_id: uuid.UUID) -> DatePoll | None:
    """A poll."""
    return db.session.scalar(select(DatePoll).where(DatePoll.id == poll_id))


def has_dates(meeting: Meeting) -> bool:
    """Whether there is something to vote on."""
    dates = select(DateOption.id).join(DatePoll, DatePoll.id == DateOption.poll_id)
    return db.session.scalar(dates.where(DatePoll.meeting_id == meeting.id).limit(1)) is not None


def options_of(poll: DatePoll) -> Sequence[DateOption]:
    """The dates in their order, as they are now."""
    return db.session.scalars(
        select(DateOption)
        .where(DateOption.poll_id == poll.id)
        .order_by(DateOption.starts_at, DateOption.ends_at, DateOption.id)
        .execution_options(populate_existing=True)
    ).all()


def option_by_id(poll: DatePoll, option_id: uuid.UUID) -> DateOption | None:
    """A date of this poll."""
    return db.session.scalar(
        select(DateOption).where(DateOption.id == option_id, DateOption.poll_id == poll.id)
    )


def tallies(poll: DatePoll, options: Iterable[DateOption]) -> list[Tally]:
    """The dates with their figures: one statement, however many voted."""
    rows = db.session.execute(
        select(DateVote.option_id, DateVote.answer, func.count())
        .join(Voter, Voter.id == DateVote.voter_id)
        .where(Voter.poll_id == poll.id, Voter.removed_at.is_(None))
        .group_by(DateVote.option_id, DateVote.answer)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {}
    for option_id, answer, count in rows:
        counts.setdefault(option_id, {})[answer] = count
    return [Tally(option, **counts.get(option.id, {})) for option in options]


def best_of(found: Iterable[Tally], at: datetime | None = None) -> Tally | None:
    """Most yes, then most if need be, then the earliest; None while nobody can come to one ahead."""
    moment = at or now()
    ahead = [one for one in found if one.option.starts_at > moment and one.rank > (0, 0)]
    return max(ahead, key=lambda one: (*one.rank, -one.option.starts_at.timestamp()), default=None)


def is_tied(best: Tally, found: Iterable[Tally]) -> bool:
    """Whether another date that lies ahead is as good."""
    moment = now()
    return any(
        one.option is not best.option and one.rank == best.rank and one.option.starts_at > moment
        for one in found
    )


def poll_state(meeting: Meeting, poll: DatePoll, at: datetime | None = None) -> PollState:
    """Whether it takes votes, or why not. A meeting that got its time by hand is decided as well."""
    if meeting.state == "cancelled":
        return "cancelled"
    if poll.decided_at is not None or meeting.starts_at is not None:
        return "decided"
    is_past = poll.closes_at is not None and poll.closes_at <= (at or now())
    return "closed" if is_past or poll.closed_at is not None else "open"


def voter_by_id(voter_id: uuid.UUID) -> Voter | None:
    """A voter whose vote counts."""
    return db.session.scalar(select(Voter).where(Voter.id == voter_id, Voter.removed_at.is_(None)))


def voter_of_form(poll: DatePoll, nonce: str) -> Voter | None:
    """Who came with this form; also who was removed, for the form does not bring them back."""
    return db.session.scalar(select(Voter).where(Voter.poll_id == poll.id, Voter.nonce == nonce))


def voter_of_guest(poll: DatePoll, guest: Guest) -> Voter | None:
    """What an invited guest said."""
    return db.session.scalar(
        select(Voter)
        .where(Voter.poll_id == poll.id, Voter.guest_id == guest.id, Voter.removed_at.is_(None))
        .limit(1)
    )


def voters_of(poll: DatePoll, *, latest: int | None = None) -> Sequence[Voter]:
    """Whose votes count, who voted first before others; with `latest` only so many, the last ones first."""
    found = select(Voter).where(Voter.poll_id == poll.id, Voter.removed_at.is_(None))
    if latest is None:
        return db.session.scalars(found.order_by(Voter.voted_at, Voter.id)).all()
    return db.session.scalars(found.order_by(Voter.voted_at.desc(), Voter.id.desc()).limit(latest)).all()


def voter_count(poll: DatePoll) -> int:
    """How many answered."""
    counted = select(func.count()).select_from(Voter)
    return db.session.scalar(counted.where(Voter.poll_id == poll.id, Voter.removed_at.is_(None))) or 0


def answers_of(voters: Iterable[Voter]) -> Mapping[uuid.UUID, Mapping[uuid.UUID, str]]:
    """What each of these voters said to each date."""
    said: dict[uuid.UUID, dict[uuid.UUID, str]] = {voter.id: {} for voter in voters}
    rows = db.session.execute(
        select(DateVote.voter_id, DateVote.option_id, DateVote.answer).where(DateVote.voter_id.in_(said))
    )
    for voter_id, option_id, answer in rows:
        said[voter_id][option_id] = answer
    return said


def not_voted(meeting: Meeting, poll: DatePoll) -> Sequence[Guest]:
    """Guests who were asked and have not voted."""
    voted = exists().where(Voter.guest_id == Guest.id, Voter.poll_id == poll.id, Voter.removed_at.is_(None))
    return db.session.scalars(
        select(Guest)
        .where(Guest.meeting_id == meeting.id, Guest.state.in_(("invited", "maybe")), ~voted)
        .order_by(Guest.name, Guest.id)
    ).all()


def removed_voter(voter_id: uuid.UUID) -> Voter | None:
    """A voter who was taken out."""
    return db.session.scalar(select(Voter).where(Voter.id == voter_id, Voter.removed_at.is_not(None)))


def voters_aside(poll: DatePoll) -> Sequence[Voter]:
    """Whose votes look like a machine's and were not put back: for the organiser to look at."""
    found = select(Voter).where(Voter.poll_id == poll.id, Voter.removed_at == Voter.voted_at)
    return db.session.scalars(found.order_by(Voter.voted_at, Voter.id)).all()


def voters_for(options: Iterable[DateOption]) -> list[tuple[DateOption, Voter, str]]:
    """Whose votes would go with these dates, and what they said."""
    dates = {option.id: option for option in options}
    if not dates:
        return []
    rows = db.session.execute(
        select(DateVote.option_id, DateVote.answer, Voter)
        .join(Voter, Voter.id == DateVote.voter_id)
        .where(DateVote.option_id.in_(dates), Voter.removed_at.is_(None), DateVote.answer != "no")
        .order_by(Voter.voted_at, Voter.id)
    )
    return [(dates[option_id], voter, answer) for option_id, answer, voter in rows]
