"""What is asked and answered in the room. What the public is shown is read here, and nothing else of it.

The classes are values: the watcher compares them, and draws only what has changed.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hutong import db
from plugins.meeting.live_room import RoomState, room_state
from plugins.meeting.models import FloorQuestion, FloorVote, LiveAnswer, LivePoll, Meeting
from plugins.meeting.queries import meeting_by_id

PUBLIC = ("shown", "answered")
MOST_SHOWN = 200
"""Questions on one page; those with the most votes."""
MOST_WORDS = 200
"""Words that are drawn, in the cloud and in the table beside it; those that were said most."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as it is read; `votes` are phones."""

    id: uuid.UUID
    text: str
    name: str
    votes: int
    state: str


@dataclass(frozen=True, slots=True)
class PollLine:
    """A poll: its options as (id, label), and for how many phones each answer stands."""

    id: uuid.UUID
    kind: str
    title: str
    many: bool
    state: str
    on_screen: bool
    options: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    phones: int
    hidden: tuple[str, ...] = ()

    def is_hidden(self, word: str) -> bool:
        """Whether the cloud leaves a word out."""
        return word.casefold() in self.hidden

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """Label, count and share in percent of the phones, as the options stand; of words the most first."""
        found = dict(self.counts)
        labels = self.options or tuple((word, word) for word, _count in self.counts)
        return [
            (label, found.get(value, 0), round(100 * found.get(value, 0) / (self.phones or 1)))
            for value, label in labels
        ]


@dataclass(frozen=True, slots=True)
class RoomView:
    """What phones see."""

    state: RoomState
    poll: PollLine | None
    questions: tuple[QuestionLine, ...]


def floor_questions(meeting_id: uuid.UUID, *states: str) -> tuple[QuestionLine, ...]:
    """Questions in these states: those still open first, the most wanted first, the older first."""
    votes = (
        select(FloorVote.question_id, func.count().label("votes"))
        .join(FloorQuestion, FloorQuestion.id == FloorVote.question_id)
        .where(FloorQuestion.meeting_id == meeting_id)
        .group_by(FloorVote.question_id)
        .subquery()
    )
    wanted = func.coalesce(votes.c.votes, 0)
    rows = db.session.execute(
        select(FloorQuestion, wanted)
        .outerjoin(votes, votes.c.question_id == FloorQuestion.id)
        .where(FloorQuestion.meeting_id == meeting_id, FloorQuestion.state.in_(states))
        .order_by(FloorQuestion.state == "answered", wanted.desc(), FloorQuestion.asked_at, FloorQuestion.id)
        .limit(MOST_SHOWN)
    )
    return tuple(QuestionLine(row.id, row.text, row.name, count, row.state) for row, count in rows)


def question_by_id(meeting: Meeting, question_id: uuid.UUID) -> FloorQuestion | None:
    """A question of this meeting, in any state."""
    return db.session.scalar(
        select(FloorQuestion).where(FloorQuestion.meeting_id == meeting.id, FloorQuestion.id == question_id)
    )


def voted_by(meeting: Meeting, phone: str) -> set[str]:
    """Ids of the questions that a phone wants answered too."""
    found = db.session.scalars(
        select(FloorVote.question_id)
        .join(FloorQuestion, FloorQuestion.id == FloorVote.question_id)
        .where(FloorQuestion.meeting_id == meeting.id, FloorVote.phone == phone)
    )
    return {str(one) for one in found}


def waiting_of(meeting: Meeting, phone: str) -> Sequence[str]:
    """What a phone has asked and nobody has let yet: shown to that phone alone."""
    return db.session.scalars(
        select(FloorQuestion.text)
        .where(
            FloorQuestion.meeting_id == meeting.id,
            FloorQuestion.asker == phone,
            FloorQuestion.state == "pending",
        )
        .order_by(FloorQuestion.asked_at)
    ).all()


def live_polls(meeting_id: uuid.UUID) -> Sequence[LivePoll]:
    """The polls of a meeting in their order."""
    return db.session.scalars(
        select(LivePoll)
        .where(LivePoll.meeting_id == meeting_id, LivePoll.deleted_at.is_(None))
        .order_by(LivePoll.position, LivePoll.id)
    ).all()


def poll_by_id(meeting: Meeting, poll_id: uuid.UUID, *, lock: bool = False) -> LivePoll | None:
    """A poll of this meeting; `lock` before it is changed."""
    found = select(LivePoll).where(
        LivePoll.meeting_id == meeting.id, LivePoll.id == poll_id, LivePoll.deleted_at.is_(None)
    )
    return db.session.scalar(found.with_for_update() if lock else found)


def answers_of(poll: LivePoll, phone: str) -> list[str]:
    """What a phone has answered."""
    return list(
        db.session.scalars(
            select(LiveAnswer.value)
            .where(LiveAnswer.poll_id == poll.id, LiveAnswer.phone == phone)
            .order_by(LiveAnswer.id)
        )
    )


def poll_line(
    poll: LivePoll, *, is_counted: bool = True, with_hidden: bool = False, most: int | None = MOST_WORDS
) -> PollLine:
    """A poll as it is shown; not `is_counted`: without what was answered, only by how many.

    It has the `most` said words, and beside them those that were hidden; None: every word.
    """
    phones = db.session.scalar(
        select(func.count(LiveAnswer.phone.distinct())).where(LiveAnswer.poll_id == poll.id)
    )
    counts: list[tuple[str, int]] = []
    if is_counted:
        rows = db.session.execute(
            select(LiveAnswer.value, func.count())
            .where(LiveAnswer.poll_id == poll.id)
            .group_by(LiveAnswer.value)
        )
        pairs = [(value, count) for value, count in rows]
        counts = folded_counts(pairs) if poll.kind == "words" else sorted(pairs)
    shown = [pair for pair in counts if pair[0].casefold() not in poll.hidden][:most]
    if with_hidden:
        drawn = {*shown, *[pair for pair in counts if pair[0].casefold() in poll.hidden][:most]}
        shown = [pair for pair in counts if pair in drawn]
    return PollLine(
        id=poll.id,
        kind=poll.kind,
        title=poll.title,
        many=poll.many,
        state=poll.state,
        on_screen=poll.on_screen,
        options=tuple((option["id"], option["label"]) for option in poll.options),
        counts=tuple(shown),
        phones=phones or 0,
        hidden=tuple(poll.hidden),
    )


def folded_counts(rows: Any) -> list[tuple[str, int]]:
    """Words with their counts, the most first: spellings of one word are one, named by the commonest."""
    spellings: dict[str, Counter[str]] = {}
    for value, count in rows:
        spellings.setdefault(value.casefold(), Counter())[value] += count
    words = [
        (min(found, key=lambda word: (-found[word], word)), found.total()) for found in spellings.values()
    ]
    return sorted(words, key=lambda pair: (-pair[1], pair[0]))


def open_poll(meeting_id: uuid.UUID) -> LivePoll | None:
    """The poll that takes answers now."""
    return next((poll for poll in live_polls(meeting_id) if poll.state == "open"), None)


def poll_on_screen(meeting_id: uuid.UUID) -> LivePoll | None:
    """The poll that the big screen shows."""
    return next((poll for poll in live_polls(meeting_id) if poll.on_screen and poll.state != "draft"), None)


def room_view(meeting_id: uuid.UUID) -> RoomView | None:
    """What phones see of the room; None once there is nothing to see any more.

    While a poll is open they see how many have answered, never what: nobody follows the others.
    """
    meeting = meeting_by_id(meeting_id)
    if meeting is None or meeting.state == "draft":
        return None
    poll = open_poll(meeting_id) or poll_on_screen(meeting_id)
    line = poll_line(poll, is_counted=poll.state == "closed") if poll else None
    return RoomView(room_state(meeting), line, floor_questions(meeting_id, *PUBLIC))


def poll_results(meeting: Meeting) -> list[PollLine]:
    """What came of the polls that were held, in their order: for the minutes."""
    return [poll_line(poll, most=None) for poll in live_polls(meeting.id) if poll.state != "draft"]


def questions_by_state(meeting: Meeting) -> dict[str, tuple[QuestionLine, ...]]:
    """Every question under how it stands: for the moderator, and for the minutes."""
    states = ("pending", "shown", "answered", "hidden")
    return {state: floor_questions(meeting.id, state) for state in states}


@dataclass(frozen=True, slots=True)
class DeskView:
    """What the moderator sees."""

    questions: tuple[tuple[str, tuple[QuestionLine, ...]], ...]
    polls: tuple[PollLine, ...]


def desk_view(meeting_id: uuid.UUID) -> DeskView | None:
    """Everything that was asked, in every state, and every poll with what was answered."""
    meeting = meeting_by_id(meeting_id)
    if meeting is None:
        return None
    polls = tuple(poll_line(poll, with_hidden=True) for poll in live_polls(meeting_id))
    return DeskView(tuple(questions_by_state(meeting).items()), polls)


def room_rows(meeting: Meeting) -> list[list[str]]:
    """What, question, answer, votes, state, name: polls with each answer, then questions."""
    rows = [
        ["poll", poll.title, label, str(count), poll.state, ""]
        for poll in poll_results(meeting)
        for label, count, _share in poll.bars
    ]
    for state, lines in questions_by_state(meeting).items():
        rows += [["question", line.text, "", str(line.votes), state, line.name] for line in lines]
    return rows
