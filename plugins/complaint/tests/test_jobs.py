"""The rounds of the day: each tells whom it should once, and nobody of what they must not see."""

from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import g
from sqlalchemy import event, insert, select, update
from sqlalchemy.engine import Engine

from hutong import db, tenant_in_scope
from hutong.people import colleagues
from hutong.testing import recent_mails
from plugins.complaint import progress
from plugins.complaint.jobs import HANDLERS
from plugins.complaint.keyholding import add_handler
from plugins.complaint.letters import Identity
from plugins.complaint.models import Attachment, Case, CaseKey, Event, Message, Recusal
from plugins.complaint.testing import BOX_PASSWORD, bare_case, make_box, make_case, set_up, topic_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
pytestmark = pytest.mark.both_databases


@pytest.fixture
def house(tenant):
    """Two handlers with accounts, owner and staff, and a box; nothing of it is committed."""
    for client in (tenant.owner, tenant.staff):
        assert client
    with tenant.scope():
        g.tenant, g.language = tenant_in_scope(), "en"
        people = {person.role: person for person in colleagues()}
        owner, _ = set_up(people["owner"].id)
        staff = add_handler(person_id=people["staff"].id, password=BOX_PASSWORD)
        box = make_box(terms={"pack": "shop", "country": "CN"})
        yield box, owner, staff


def run(name, day):
    """One job on a day; gives subject and recipient of each mail it asked for."""
    db.session.flush()
    before = {mail.id for mail in recent_mails()}
    with time_machine.travel(datetime.combine(day, time(8), SHANGHAI), tick=False):
        HANDLERS[name]({})
    db.session.expire_all()
    return sorted(
        (mail.recipient.partition("@")[0], mail.subject) for mail in recent_mails() if mail.id not in before
    )


def add_cases(box, readers, count=1, day=MONDAY, **more):
    rows = [bare_case(box, topic_of(box), day, **more) for _ in range(count)]
    db.session.execute(insert(Case), rows)
    keys = [{"case_id": row["id"], "handler_id": h.id, "sealed": b"-"} for row in rows for h in readers]
    db.session.execute(insert(CaseKey), keys)
    return db.session.scalars(select(Case).where(Case.id.in_([row["id"] for row in rows]))).all()


def log_of(kind):
    return sorted(db.session.execute(select(Event.day, Event.value).where(Event.kind == kind)))


@contextmanager
def counted():
    sent = []
    event.listen(Engine, "before_cursor_execute", count := lambda *args: sent.append(args[2]))
    yield sent
    event.remove(Engine, "before_cursor_execute", count)


def test_handlers_are_reminded_once_and_the_assigned_one_alone(house):
    box, owner, staff = house
    add_cases(box, [owner, staff], 2)
    add_cases(box, [owner, staff], assigned_id=staff.id)
    three, two = "3 letters are waiting for your answer", "2 letters are waiting for your answer"
    assert run("remind", MONDAY) == [("owner", two), ("staff", three)]
    assert run("remind", MONDAY) == run("remind", TUESDAY) == []
    assert log_of("reminded") == [(MONDAY, "answer 2026-11-24")] * 3


def test_a_passed_deadline_is_reported_once_and_again_on_mondays(house):
    box, _owner, staff = house
    (case,) = add_cases(box, [staff])
    said = [("owner", "1 letter was not answered in time")]
    assert run("escalate", TUESDAY) == []
    assert run("escalate", WEDNESDAY) == said
    assert run("escalate", WEDNESDAY) == run("escalate", date(2026, 11, 26)) == []
    assert run("escalate", date(2026, 11, 30)) == said
    assert log_of("escalated") == [(WEDNESDAY, "answer 2026-11-24")]
    progress.answer(case, date(2026, 11, 30), staff.id)
    progress.writer_wrote(case, date(2026, 12, 1))
    assert run("escalate", date(2026, 12, 3)) == said
    assert log_of("escalated")[1:] == [(date(2026, 12, 3), "answer 2026-12-02")]


def test_both_deadlines_of_a_case_are_reported(house):
    box, _owner, staff = house
    box.terms = {"pack": "own", "ack_days": 1, "answer_days": 3, "business_days": False}
    add_cases(box, [staff])
    for day in range(24, 31):
        run("escalate", date(2026, 11, day))
    assert log_of("escalated") == [
        (WEDNESDAY, "ack 2026-11-24"),
        (date(2026, 11, 27), "answer 2026-11-26"),
    ]


def test_nobody_hears_of_a_case_they_must_not_see(house):
    box, owner, staff = house
    (case,) = add_cases(box, [owner, staff])
    db.session.add(Recusal(case_id=case.id, handler_id=owner.id))
    box.escalation_id = owner.person_id
    assert [who for who, _ in run("tell_of_anonymous", TUESDAY)] == ["staff"]
    assert [who for who, _ in run("remind", MONDAY)] == ["staff"]
    assert run("escalate", WEDNESDAY) == []
    assert log_of("escalated") == [(WEDNESDAY, "answer 2026-11-24")]


def test_the_person_a_box_names_is_told_and_a_removed_handler_breaks_nothing(house):
    box, _owner, staff = house
    add_cases(box, [staff])
    staff.is_active = False
    assert [who for who, _ in run("remind", MONDAY)] == ["owner"]
    box.escalation_id = staff.person_id
    assert [who for who, _ in run("escalate", WEDNESDAY)] == ["staff"]
    db.session.delete(staff)
    db.session.flush()
    assert [who for who, _ in run("escalate", date(2026, 11, 30))] == ["staff"]
    assert run("tell_of_anonymous", WEDNESDAY) == []


def test_the_morning_mail_says_how_many_in_which_box_and_nothing_else(house):
    box, owner, staff = house
    (case,) = add_cases(box, [owner], 1)
    add_cases(box, [owner, staff], 1)
    add_cases(box, [owner], 1, is_named=True, received_on=MONDAY)
    assert run("tell_of_anonymous", TUESDAY) == [
        ("owner", "2 new letters in the complaint box"),
        ("staff", "1 new letter in the complaint box"),
    ]
    assert run("tell_of_named", TUESDAY) == [("owner", "1 new letter in the complaint box")]
    progress.answer(case, TUESDAY, owner.id)
    progress.writer_wrote(case, TUESDAY)
    assert run("tell_of_anonymous", WEDNESDAY) == [("owner", "Something new in 1 letter")]
    for mail in recent_mails():
        for case_id in db.session.scalars(select(Case.id)):
            assert case_id.hex not in (mail.text + mail.html).replace("-", "")


def test_only_a_named_letter_leaves_a_notice_in_the_outbox(tenant, house):
    box, _owner, _staff = house
    with counted() as sent:
        make_case(tenant.info(), box)
        assert not [statement for statement in sent if "outbox_job" in statement]
        make_case(tenant.info(), box, identity=Identity("Li", "li@example.com"))
    assert len([statement for statement in sent if "INSERT INTO outbox_job" in statement]) == 1


def test_closed_cases_go_when_their_time_is_over_and_live_and_held_ones_never(house):
    box, owner, _staff = house
    box.keep_days = 30
    closed, held, live, main, part, main_of_held, held_part, fresh = add_cases(box, [owner], 8)
    progress.merge(part, main, MONDAY, owner.id)
    progress.merge(held_part, main_of_held, MONDAY, owner.id)
    for case in (closed, held, main, main_of_held):
        progress.close(case, "solved", MONDAY, owner.id)
    progress.close(fresh, "solved", TUESDAY, owner.id)
    progress.hold(held, MONDAY, owner.id)
    progress.hold(held_part, MONDAY, owner.id)
    message = Message(case_id=closed.id, number=1, written_on=MONDAY, body=b"-")
    db.session.add(message)
    db.session.flush()
    db.session.add(Attachment(case_id=closed.id, position=0, about=b"-", cleaned=b"-"))
    db.session.flush()
    gone = {closed.id, main.id, part.id}
    staying = {held.id, live.id, main_of_held.id, held_part.id, fresh.id}
    run("forget", date(2026, 12, 22))
    assert set(db.session.scalars(select(Case.id))) == staying | gone
    run("forget", date(2026, 12, 23))
    run("forget", date(2026, 12, 23))
    assert set(db.session.scalars(select(Case.id))) == staying
    assert set(db.session.scalars(select(CaseKey.case_id))) == staying
    assert [db.session.scalars(select(model.id)).all() for model in (Message, Attachment)] == [[], []]
    assert log_of("deleted") == [(date(2026, 12, 23), "")] * 3
    assert {line.case_id for line in db.session.scalars(select(Event).where(Event.kind == "deleted"))} == gone


def test_as_many_statements_for_a_hundred_cases_as_for_one(house, figure, database_kind):
    box, owner, staff = house
    box.keep_days = 1
    spent = {}
    for count, start in ((1, MONDAY), (100, date(2027, 3, 1))):
        add_cases(box, [owner, staff], count, start)
        for name, day in (
            ("remind", start),
            ("tell_of_anonymous", start.replace(day=start.day + 1)),
            ("escalate", start.replace(day=start.day + 2)),
        ):
            with counted() as sent:
                run(name, day)
            spent.setdefault(name, []).append(len(sent))
        db.session.execute(update(Case).values(state="closed", closed_on=start))
        with counted() as sent:
            run("forget", start.replace(day=start.day + 3))
        spent.setdefault("forget", []).append(len(sent))
        assert db.session.scalars(select(Case.id)).all() == []
    assert {name: counts[0] for name, counts in spent.items()} == {
        name: counts[1] for name, counts in spent.items()
    }
    figure(f"complaint box, statements of a round, {database_kind}", str({n: c[1] for n, c in spent.items()}))


def test_a_word_without_a_name_is_told_in_the_morning_whatever_it_went_into(tenant, house):
    box, owner, _staff = house
    parts = [
        make_case(tenant.info(), box, identity=identity)[0].case
        for identity in (None, Identity("Li", "li@example.com"))
    ]
    add_cases(box, [owner], 1, is_named=True, received_on=MONDAY)
    for job in ("tell_of_named", "tell_of_anonymous"):
        assert run(job, MONDAY)
    progress.merge(*parts, MONDAY, owner.id)
    with counted() as sent:
        progress.writer_wrote(parts[0], MONDAY)
        db.session.flush()
    assert not [statement for statement in sent if "outbox_job" in statement]
    assert run("tell_of_named", MONDAY) == []
    assert run("tell_of_anonymous", TUESDAY) == [
        (who, "Something new in 1 letter") for who in ("owner", "staff")
    ]


def test_the_morning_mail_does_not_tell_what_came_before_it_from_what_came_after(tenant, house):
    box, owner, _staff = house
    (case,) = add_cases(box, [owner], day=TUESDAY)
    assert run("tell_of_anonymous", TUESDAY) == []
    assert run("tell_of_anonymous", WEDNESDAY) == [("owner", "1 new letter in the complaint box")]
    progress.answer(case, WEDNESDAY, owner.id)
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    progress.writer_wrote(case, thursday)
    assert run("tell_of_anonymous", thursday) == []
    assert run("tell_of_anonymous", friday) == [("owner", "Something new in 1 letter")]


def test_the_night_after_an_early_word_without_a_name_rewrites_the_tables(tenant, house):
    box, owner, _staff = house
    case = make_case(tenant.info(), box)[0].case
    case.received_on = date(2026, 10, 1)
    progress.answer(case, date(2026, 10, 2), owner.id)
    db.session.execute(update(Event).values(day=date(2026, 10, 2)))
    run("tell_of_anonymous", MONDAY)
    with counted() as sent:
        run("hide_order", MONDAY)
    assert not [statement for statement in sent if "INSERT INTO outbox_job" in statement]
    progress.writer_wrote(case, TUESDAY)  # between the night's rewrite and the morning's mail
    run("tell_of_anonymous", TUESDAY)
    with counted() as sent:
        run("hide_order", WEDNESDAY)
    assert [statement for statement in sent if "INSERT INTO outbox_job" in statement]
