"""What moves a case on: its columns, and the line in the log; nothing here reads or writes words.

The clock of a case runs while it is live and `answered_on` is empty. A handler's word stops it; a writer's
word after that starts it anew, from that day and with the box's terms of an answer. A writer who adds
something before the answer changes nothing: the earlier date stays.
"""

import uuid
from datetime import date

from sqlalchemy import select

from hutong import db
from plugins.complaint.deadlines import Terms
from plugins.complaint.events import log_event
from plugins.complaint.models import LIVE_STATES, Box, Case, Event, Outcome
from plugins.complaint.notices import ask_to_tell


def acknowledge(case: Case, day: date, handler_id: uuid.UUID | None) -> None:
    """The writer is told that the letter has arrived; a second time changes nothing."""
    if case.acknowledged_on is not None:
        return
    log_event(
        case=case, kind="acknowledged", day=day, handler_id=handler_id, value=_margin(case.ack_due, day)
    )
    case.acknowledged_on = day
    if case.state == "new":
        case.state = "working"
    if case.ack_due is not None and case.answered_on is None:
        case.answer_due = _earlier(
            case.answer_due, terms_of(case).answer_once_acknowledged(case.received_on, day)
        )


def answer(case: Case, day: date, handler_id: uuid.UUID, *, asks: bool = False) -> None:
    """A handler writes; the first answer acknowledges too. With `asks` the case waits for the writer."""
    is_running = case.answered_on is None
    was_answered = not is_running or (case.acknowledged_on is not None and _was_answered(case))
    acknowledge(case, day, handler_id)
    kind = "replied" if was_answered else "answered"
    value = _margin(case.answer_due, day) if is_running else ""
    log_event(case=case, kind=kind, day=day, handler_id=handler_id, value=value)
    case.answered_on = day
    case.unread = False
    if case.state in LIVE_STATES:
        case.state = "asking" if asks else "working"


def writer_wrote(case: Case, day: date) -> None:
    """The writer adds something. What was answered is owed an answer again; what was closed is opened again.

    A merged case only logs it, and the case it went into moves.
    """
    log_event(case=case, kind="written", day=day)
    moving = main_case(case)
    for one in {case.id: case, moving.id: moving}.values():
        one.unread = True
        one.revision += 1  # a handler who is writing just now is to see it first
    case.told = False
    if case.is_named:  # whatever it went into: of a writer without a name no mail tells before the morning
        ask_to_tell()
    if moving.state == "closed":
        reopen(moving, day, None)
        return
    moving.state = "working" if moving.state == "asking" else moving.state
    if moving.answered_on is not None:
        _start_clock(moving, day)


def close(case: Case, outcome: Outcome, day: date, handler_id: uuid.UUID | None) -> None:
    """End a case; from here on `keep_days` run."""
    log_event(case=case, kind="closed", day=day, handler_id=handler_id, value=outcome)
    case.state, case.outcome, case.closed_on = "closed", outcome, day


def reopen(case: Case, day: date, handler_id: uuid.UUID | None) -> None:
    """Take a closed case up again, by a handler or (None) by the writer's word.

    An answer is owed anew; an acknowledgement that never came no longer is.
    """
    log_event(case=case, kind="reopened", day=day, handler_id=handler_id)
    case.state, case.outcome, case.closed_on, case.rating = "working", "", None, None
    if case.acknowledged_on is None:
        case.ack_due = None
    _start_clock(case, day)


def merge(case: Case, into: Case, day: date, handler_id: uuid.UUID) -> None:
    """Let a live case go on as part of another live one; its own clock ends. Raises `ValueError` for others.

    What had gone into it before goes along.
    """
    if not {case.state, into.state} <= set(LIVE_STATES) or into.id == case.id:
        raise ValueError(into.id)
    log_event(case=case, kind="merged", day=day, handler_id=handler_id, value=str(into.id))
    for part in db.session.scalars(select(Case).where(Case.merged_into_id == case.id)):
        part.merged_into_id = into.id
    case.state, case.merged_into_id = "merged", into.id


def hold(case: Case, day: date, handler_id: uuid.UUID, *, is_held: bool = True) -> None:
    """Set or lift the legal hold: a held case is never deleted."""
    if case.is_held != is_held:
        kind = "held" if is_held else "released"
        log_event(case=case, kind=kind, day=day, handler_id=handler_id)
        case.is_held = is_held


def rate(case: Case, day: date, rating: int) -> None:
    """The writer's mark of a closed case, 1 to 5; the last one counts, and the log has what it replaced."""
    if case.rating != rating:
        value = str(rating) if case.rating is None else f"{case.rating}>{rating}"
        log_event(case=case, kind="rated", day=day, value=value)
        case.rating = rating


def terms_of(case: Case) -> Terms:
    """The terms of a case's box."""
    return Terms.of(db.session.get_one(Box, (case.tenant_id, case.box_id)).terms)


def main_case(case: Case) -> Case:
    """The case that a merged one went into, else itself."""
    if case.merged_into_id is None:
        return case
    return db.session.get_one(Case, (case.tenant_id, case.merged_into_id))


def _start_clock(case: Case, day: date) -> None:
    case.answered_on = case.reminded_on = case.escalated_on = None
    case.answer_due = terms_of(case).answer_after(day)


def _was_answered(case: Case) -> bool:
    answers = select(Event.id).where(Event.case_id == case.id, Event.kind == "answered").limit(1)
    return db.session.scalar(answers) is not None


def _margin(due: date | None, day: date) -> str:
    """How many days before ("-2") or after ("+1") its deadline something happened; empty: none was set."""
    if due is None:
        return ""
    late = (day - due).days
    return f"+{late}" if late > 0 else str(late)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
