"""Polls of the room: made beforehand, held one at a time, answered once by each phone."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from hutong import db, insert_with_conflicts, now, take_turns
from hutong.secrets import may_try
from plugins.meeting.live_phones import Phone, check_crowd
from plugins.meeting.live_queries import live_polls
from plugins.meeting.live_room import RoomClosedError, TooOftenError, WordsError, check_open
from plugins.meeting.live_words import clean_words
from plugins.meeting.models import LiveAnswer, LivePoll, Meeting

A_PHONE_ANSWERS = "30 per minute"
MOST_OPTIONS = 8


def create_poll(meeting: Meeting, *, kind: str, title: str, options: Sequence[str], many: bool) -> LivePoll:
    """A draft at the end of the list; a poll for words has no options."""
    poll = LivePoll(meeting_id=meeting.id, position=len(live_polls(meeting.id)))
    db.session.add(poll)
    change_poll(poll, kind=kind, title=title, options=options, many=many)
    db.session.flush()
    return poll


def change_poll(poll: LivePoll, *, kind: str, title: str, options: Sequence[str], many: bool) -> None:
    """Change a draft; what was asked once stays as it was asked."""
    if poll.state not in (None, "draft"):
        raise RoomClosedError
    poll.kind, poll.title, poll.many = kind, title, many
    labels = options if kind == "choice" else ()
    poll.options = [{"id": f"o{number}", "label": label} for number, label in enumerate(labels, 1)]


def start_poll(meeting: Meeting, poll: LivePoll) -> None:
    """It takes answers and stands on the screen; whatever was open before is closed. Also opens it again."""
    for other in live_polls(meeting.id):
        if other.state == "open" and other.id != poll.id:
            close_poll(other)
    poll.state, poll.closed_at = "open", None
    show_poll(meeting, poll)


def close_poll(poll: LivePoll) -> None:
    """It takes no more answers; what came of it stays on the screen."""
    poll.state, poll.closed_at = "closed", now()


def show_poll(meeting: Meeting, poll: LivePoll | None) -> None:
    """Put it on the screen; None: questions instead."""
    for other in live_polls(meeting.id):
        other.on_screen = poll is not None and other.id == poll.id


def next_poll(meeting: Meeting) -> LivePoll | None:
    """Close what is open and start the next draft; with none left the screen shows questions again."""
    polls = live_polls(meeting.id)
    for poll in polls:
        if poll.state == "open":
            close_poll(poll)
    following = next((poll for poll in polls if poll.state == "draft"), None)
    if following is None:
        show_poll(meeting, None)
    else:
        start_poll(meeting, following)
    return following


def bin_poll(poll: LivePoll) -> None:
    """Throw it away with its answers."""
    poll.deleted_at, poll.on_screen = now(), False
    if poll.state == "open":
        close_poll(poll)


def hide_word(poll: LivePoll, word: str, *, hidden: bool) -> None:
    """Leave a word out of the cloud, or let it in again."""
    rest = [one for one in poll.hidden if one != word.casefold()]
    poll.hidden = [*rest, word.casefold()] if hidden else rest


def answer_poll(meeting: Meeting, poll: LivePoll, *, phone: Phone, values: Sequence[str]) -> None:
    """What a phone answers, instead of what it answered before.

    Raises `RoomClosedError` once the poll is closed, `WordsError` for what cannot be an answer to it.
    """
    check_open(meeting)
    chosen = _checked(poll, values)
    if not may_try(A_PHONE_ANSWERS, "live answers", str(meeting.id), phone.name):
        raise TooOftenError
    check_crowd(meeting, phone)
    take_turns(f"{poll.id}/{phone.name}")
    state = db.session.scalar(select(LivePoll.state).where(LivePoll.id == poll.id).with_for_update(read=True))
    if state != "open":
        raise RoomClosedError
    db.session.execute(
        delete(LiveAnswer).where(LiveAnswer.poll_id == poll.id, LiveAnswer.phone == phone.name)
    )
    for value in chosen:
        row = {"poll_id": poll.id, "phone": phone.name, "value": value}
        db.session.execute(insert_with_conflicts(LiveAnswer).values(**row).on_conflict_do_nothing())


def _checked(poll: LivePoll, values: Sequence[str]) -> list[str]:
    if poll.kind == "words":
        return clean_words(values, many=poll.many)
    known = [option["id"] for option in poll.options]
    chosen = [one for one in known if one in values]
    if not chosen:
        raise WordsError("empty")
    if len(chosen) > 1 and not poll.many:
        raise WordsError("many", 1)
    return chosen
