"""Questions from the floor: asked, wanted by others too, let in, answered, put away."""

import uuid
from typing import Literal

from sqlalchemy import delete, func, select

from hutong import db, insert_with_conflicts, now
from hutong.secrets import may_try
from plugins.meeting.live_phones import Phone, check_crowd
from plugins.meeting.live_room import RoomClosedError, RoomFullError, TooOftenError, WordsError, check_open
from plugins.meeting.models import FloorQuestion, FloorVote, Guest, Meeting

QUESTION = 300
NAME = 40
A_PHONE_ASKS = "6 per 5 minutes"
A_PHONE_VOTES = "60 per minute"
MOST = {"pending": 200, "shown": 500}
"""Questions of one meeting: what a moderator can go through, and what a room can be shown."""

QuestionState = Literal["pending", "shown", "answered", "hidden"]


def ask_question(
    meeting: Meeting, *, phone: Phone, text: str, name: str = "", guest: Guest | None = None, nonce: str
) -> FloorQuestion:
    """Put a question; the same form (`nonce`) gives the same question. In a moderated room it waits.

    A guest's question names them only where `name` is given. Raises `RoomClosedError`, `WordsError`,
    `TooOftenError`, `RoomFullError`.
    """
    before = db.session.scalar(
        select(FloorQuestion).where(FloorQuestion.meeting_id == meeting.id, FloorQuestion.nonce == nonce)
    )
    if before is not None:
        return before
    check_open(meeting)
    text, name = _one_line(text, QUESTION), " ".join(name.split())
    if len(name) > NAME:
        raise WordsError("name", NAME)
    if not may_try(A_PHONE_ASKS, "floor", str(meeting.id), phone.name):
        raise TooOftenError
    check_crowd(meeting, phone)
    state: QuestionState = "pending" if meeting.live_moderated else "shown"
    _check_room(meeting, state)
    named = guest if name else None
    row = {
        "meeting_id": meeting.id,
        "guest_id": named.id if named else None,
        "person_id": named.person_id if named else None,
        "asker": phone.name,
        "name": name,
        "text": text,
        "state": state,
        "nonce": nonce,
    }
    db.session.execute(insert_with_conflicts(FloorQuestion).values(**row).on_conflict_do_nothing())
    return db.session.scalars(
        select(FloorQuestion).where(FloorQuestion.meeting_id == meeting.id, FloorQuestion.nonce == nonce)
    ).one()


def vote_for(meeting: Meeting, question: FloorQuestion, phone: Phone) -> None:
    """The phone wants it answered too; once. Raises `RoomClosedError` where nobody can any more."""
    check_open(meeting)
    _check_pace(meeting, phone)
    if question.state != "shown":
        raise RoomClosedError
    vote = {"question_id": question.id, "phone": phone.name}
    db.session.execute(insert_with_conflicts(FloorVote).values(**vote).on_conflict_do_nothing())


def take_back_vote(meeting: Meeting, question_id: uuid.UUID, phone: Phone) -> None:
    """It does not matter so much after all."""
    check_open(meeting)
    _check_pace(meeting, phone)
    db.session.execute(
        delete(FloorVote).where(FloorVote.question_id == question_id, FloorVote.phone == phone.name)
    )


def put_question(question: FloorQuestion, state: QuestionState) -> None:
    """The moderator lets it in, puts it away, or says that it was answered."""
    question.state = state
    question.answered_at = now() if state == "answered" else None


def _check_pace(meeting: Meeting, phone: Phone) -> None:
    check_crowd(meeting, phone)
    if not may_try(A_PHONE_VOTES, "floor votes", str(meeting.id), phone.name):
        raise TooOftenError


def _check_room(meeting: Meeting, state: QuestionState) -> None:
    there = select(func.count()).select_from(FloorQuestion)
    there = there.where(FloorQuestion.meeting_id == meeting.id, FloorQuestion.state == state)
    if (db.session.scalar(there) or 0) >= MOST[state]:
        raise RoomFullError


def _one_line(text: str, limit: int) -> str:
    text = " ".join(text.split())
    if not text:
        raise WordsError("empty")
    if len(text) > limit:
        raise WordsError("long", limit)
    return text
