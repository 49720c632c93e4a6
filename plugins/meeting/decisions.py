"""What a meeting decided: written by hand, or as a poll of the room decided it."""

import uuid

from sqlalchemy import func, select

from hutong import db, now
from plugins.meeting.minutes_queries import PollResult
from plugins.meeting.models import Decision, Meeting


def add_decision(meeting: Meeting, text: str, *, poll_id: uuid.UUID | None = None) -> Decision:
    """Write a decision down, below the others."""
    last = db.session.scalar(
        select(func.coalesce(func.max(Decision.position), 0)).where(Decision.meeting_id == meeting.id)
    )
    decision = Decision(
        meeting_id=meeting.id, text=text[:500], live_poll_id=poll_id, position=(last or 0) + 1
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def poll_decides(meeting: Meeting, result: PollResult) -> Decision | None:
    """Take what most chose as a decision; None where nothing was chosen by most. Twice is once."""
    if result.winner is None:
        return None
    known = db.session.scalar(
        select(Decision).where(
            Decision.meeting_id == meeting.id,
            Decision.live_poll_id == result.poll.id,
            Decision.deleted_at.is_(None),
        )
    )
    label, count = result.winner
    text = f"{result.poll.title} {label} ({count}/{result.voters})"
    return known or add_decision(meeting, text, poll_id=result.poll.id)


def remove_decision(decision: Decision) -> None:
    """Take it off the minutes; it can come back."""
    decision.deleted_at = now()


def bring_back_decision(decision: Decision) -> None:
    """Undo `remove_decision`."""
    decision.deleted_at = None
