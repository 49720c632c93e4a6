"""The daily round over deadlines: who is reminded, and to whom a passed one is reported.

What is due is read in batches and marked in the same transaction: run twice, a round does nothing more;
broken off, it leaves nothing behind. On Mondays everything that is over is reported again until it is
answered or closed; the log has each passed deadline once.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, Row, Select, and_, case, insert, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from hutong import console_url, daily, db, send_mail
from hutong.people import Colleague
from plugins.complaint.business_days import BusinessDays
from plugins.complaint.days import today
from plugins.complaint.deadline_words import day_words, due_words
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import LIVE_STATES, Box, Case, Event
from plugins.complaint.recipients import Recipients

MORNING = time(7, 30)
AT_ONCE = 500
MONDAY = 0

Due = InstrumentedAttribute[date | None]
Cases = Sequence[Row[*tuple[Any, ...]]]
Lines = dict[Colleague, Counter[tuple[uuid.UUID, date]]]
"""For each reader how many letters of a box are due on a day."""


@daily(MORNING)
def remind(_payload: Mapping[str, Any]) -> None:
    """On the last business day before a deadline, or as soon as it is that near: a mail to the handlers."""
    day, lines = today(g.tenant), _no_lines()
    for days, box_ids in _boxes_by_calendar().items():
        near = _due(_is_near(day, days)).where(Case.box_id.in_(box_ids))
        for cases in _marked("reminded", Case.reminded_on, near, day):
            recipients = _people_of(cases)
            for found in cases:
                _add(lines, found, recipients.who_handle(found))
    _send("complaint/mail/due", lines, day)


@daily(MORNING)
def escalate(_payload: Mapping[str, Any]) -> None:
    """The day after a deadline passed: a mail to whom the box names for it, else to owners and admins."""
    day, lines = today(g.tenant), _no_lines()
    chosen = dict(db.session.execute(select(Box.id, Box.escalation_id)).all())
    reported: Iterable[Cases] = list(_marked("escalated", Case.escalated_on, _due(_has_passed(day)), day))
    if day.weekday() == MONDAY:
        reported = _pages(_due(lambda due: due < day))
    for cases in reported:
        recipients = _people_of(cases)
        for found in cases:
            _add(lines, found, recipients.who_answer_for(found, chosen[found.box_id]))
    _send("complaint/mail/late", lines, day)


def _is_near(day: date, days: BusinessDays) -> Callable[[Due], ColumnElement[bool]]:
    """A deadline before which no further business day begins, and of which nobody was reminded in time.

    The day to remind of it is the last business day before it.
    """
    nearest, last, before = days.after(day), days.on_or_before(day), days.before(day)
    return lambda due: and_(
        due.between(day, nearest),
        or_(Case.reminded_on.is_(None), Case.reminded_on < case((due == day, before), else_=last)),
    )


def _has_passed(day: date) -> Callable[[Due], ColumnElement[bool]]:
    """A deadline that has passed since the last report."""
    return lambda due: and_(due < day, or_(Case.escalated_on.is_(None), Case.escalated_on <= due))


def _due(is_meant: Callable[[Due], ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Live cases with a deadline of the sort meant, and which of the two it is."""
    ack = and_(Case.acknowledged_on.is_(None), is_meant(Case.ack_due))
    answer = and_(Case.answered_on.is_(None), is_meant(Case.answer_due))
    return (
        select(
            Case.id,
            Case.box_id,
            Case.topic_id,
            Case.assigned_id,
            Case.ack_due,
            Case.answer_due,
            ack.label("is_ack"),
            answer.label("is_answer"),
        )
        .where(Case.state.in_(LIVE_STATES), or_(ack, answer))
        .order_by(Case.id)
        .limit(AT_ONCE)
    )


def _dues(found: Row[Any]) -> Iterator[tuple[str, date]]:
    if found.is_ack:
        yield "ack", found.ack_due
    if found.is_answer:
        yield "answer", found.answer_due


def _marked(
    kind: str, mark: InstrumentedAttribute[date | None], due: Select[*tuple[Any, ...]], day: date
) -> Iterator[Cases]:
    """Write down what is due, batch by batch."""
    while cases := db.session.execute(due.with_for_update()).all():
        ids = [found.id for found in cases]
        marking = update(Case).where(Case.id.in_(ids)).values({mark: day})
        db.session.execute(marking.execution_options(synchronize_session=False))
        db.session.execute(insert(Event), [line for found in cases for line in _log_lines(kind, found, day)])
        yield cases


def _pages(due: Select[*tuple[Any, ...]]) -> Iterator[Cases]:
    """All that is due, batch by batch."""
    cases = db.session.execute(due).all()
    while cases:
        yield cases
        cases = db.session.execute(due.where(Case.id > cases[-1].id)).all()


def _people_of(cases: Cases) -> Recipients:
    return Recipients.of([found.id for found in cases])


def _log_lines(kind: str, found: Row[Any], day: date) -> Iterator[dict[str, Any]]:
    for name, due in _dues(found):
        yield {
            "case_id": found.id,
            "box_id": found.box_id,
            "topic_id": found.topic_id,
            "day": day,
            "kind": kind,
            "value": f"{name} {due}",
        }


def _boxes_by_calendar() -> dict[BusinessDays, list[uuid.UUID]]:
    found: dict[BusinessDays, list[uuid.UUID]] = defaultdict(list)
    for box_id, terms in db.session.execute(select(Box.id, Box.terms)):
        found[Terms.of(terms, g.tenant.zone).days].append(box_id)
    return found


def _no_lines() -> Lines:
    return defaultdict(Counter)


def _add(lines: Lines, found: Row[Any], readers: Sequence[Colleague]) -> None:
    for reader in readers:
        lines[reader][found.box_id, min(due for _name, due in _dues(found))] += 1


def _send(template: str, lines: Lines, day: date) -> None:
    """One mail for each reader: box, number and day; never which letter."""
    boxes = (
        db.session.execute(select(Box.id, Box.title).order_by(Box.position, Box.id)).all() if lines else ()
    )
    for reader, counts in lines.items():
        language = reader.language or g.tenant.languages[0]
        send_mail(
            to=reader.address,
            template=template,
            language=language,
            shop=g.tenant.name_in(language),
            rows=[
                (g.tenant.text(title, language), due, count)
                for box_id, title in boxes
                for (of_box, due), count in sorted(counts.items(), key=lambda item: item[0][1])
                if of_box == box_id
            ],
            total=counts.total(),
            day=day,
            day_words=day_words,
            due_words=due_words,
            url=console_url(g.tenant, "complaint_console.index"),
        )
