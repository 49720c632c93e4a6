"""What moves a case on: the clock that runs afterwards, and the line in the log."""

from datetime import date

import pytest
from sqlalchemy import select

from hutong import db
from plugins.complaint import progress
from plugins.complaint.models import Case, Event
from plugins.complaint.testing import make_box, make_case, set_up

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, day) for day in (23, 24, 25, 27))


@pytest.fixture
def handler(tenant):
    with tenant.scope():
        yield set_up()[0]


def case_of(tenant, terms, received=MONDAY):
    case = make_case(tenant.info(), make_box(terms=terms))[0].case
    case.received_on = received
    case.ack_due, case.answer_due = progress.terms_of(case).due(received)
    return case


def logged(case):
    lines = db.session.execute(select(Event.day, Event.kind, Event.value).where(Event.case_id == case.id))
    return sorted((day, kind, value) for day, kind, value in lines if kind != "received")


def test_the_writers_word_after_an_answer_starts_the_clock_anew(tenant, handler):
    case = case_of(tenant, {"pack": "shop", "country": "DE"})
    progress.writer_wrote(case, MONDAY)
    assert (case.answer_due, case.answered_on) == (TUESDAY, None)
    progress.answer(case, WEDNESDAY, handler.id, asks=True)
    assert (case.state, case.answered_on) == ("asking", WEDNESDAY)
    case.reminded_on = case.escalated_on = WEDNESDAY
    progress.writer_wrote(case, date(2026, 11, 26))
    assert (case.state, case.answer_due, case.answered_on) == ("working", FRIDAY, None)
    assert (case.reminded_on, case.escalated_on) == (None, None)
    progress.answer(case, FRIDAY, handler.id)
    progress.answer(case, FRIDAY, handler.id)
    assert logged(case) == [
        (MONDAY, "written", ""),
        (WEDNESDAY, "acknowledged", ""),
        (WEDNESDAY, "answered", "+1"),
        (date(2026, 11, 26), "written", ""),
        (FRIDAY, "replied", ""),
        (FRIDAY, "replied", "0"),
    ]


def test_an_acknowledgement_starts_the_three_months(tenant, handler):
    case = case_of(tenant, {"pack": "eu"})
    assert case.answer_due == date(2027, 2, 28)
    progress.acknowledge(case, WEDNESDAY, handler.id)
    progress.acknowledge(case, FRIDAY, handler.id)
    assert (case.state, case.answer_due) == ("working", date(2027, 2, 25))
    assert logged(case) == [(WEDNESDAY, "acknowledged", "-5")]


def test_a_word_into_a_closed_case_opens_it_again(tenant, handler):
    case = case_of(tenant, {"pack": "eu"})
    progress.close(case, "silent", TUESDAY, handler.id)
    progress.rate(case, TUESDAY, 2)
    progress.writer_wrote(case, FRIDAY)
    assert (case.state, case.outcome, case.closed_on, case.rating) == ("working", "", None, None)
    assert (case.ack_due, case.answer_due) == (None, date(2027, 2, 27))
    progress.acknowledge(case, FRIDAY, handler.id)
    assert case.answer_due == date(2027, 2, 27)


def test_a_word_into_a_merged_case_moves_the_one_it_went_into(tenant, handler):
    first, second, third = (case_of(tenant, {"country": "DE"}) for _ in range(3))
    progress.merge(first, second, MONDAY, handler.id)
    progress.merge(second, third, MONDAY, handler.id)
    assert [case.merged_into_id for case in (first, second, third)] == [third.id, third.id, None]
    with pytest.raises(ValueError, match=str(first.id)):
        progress.merge(third, first, MONDAY, handler.id)
    progress.close(third, "solved", TUESDAY, handler.id)
    progress.writer_wrote(first, WEDNESDAY)
    assert (first.state, third.state, third.answer_due) == ("merged", "working", date(2026, 11, 26))
    assert db.session.scalar(select(Case.unread).where(Case.id == third.id))


def test_a_hold_is_logged_once(tenant, handler):
    case = case_of(tenant, {})
    for is_held in (True, True, False):
        progress.hold(case, MONDAY, handler.id, is_held=is_held)
    assert sorted(kind for _day, kind, _value in logged(case)) == ["held", "released"]
