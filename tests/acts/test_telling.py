"""Tools hear what people did with other tools: after the commit, each by itself, at least once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from core.acts.models import Act
from core.acts.operations import record_act, record_act_once, take_back_act
from core.database import db, now
from core.hookspecs import hookimpl
from core.jobs.models import OutboxJob
from core.jobs.runner import ATTEMPTS, run_due_jobs
from core.people.models import Person
from core.plugin_types import Manifest
from core.tenants.models import Tenant

pytestmark = pytest.mark.both_databases
TITLE = {"zh": "假", "en": "Fake"}


class Listener:
    """A tool that writes down what it hears as people of the tenant, and answers with an act of its own."""

    __name__, __file__ = "fake.plugin", __file__

    def __init__(self, name, *, faults=0):
        self.name, self.faults, self.heard = name, faults, []

    @hookimpl
    def manifest(self):
        verbs = {"wave": {"zh": "招了招手", "en": "Waved"}}
        return Manifest(name=self.name, title=TITLE, summary=TITLE, icon="plug", api="1.0", verbs=verbs)

    @hookimpl
    def act_recorded(self, tenant, act):
        db.session.add(Person(name=f"{self.name} heard {act.verb}"))
        record_act(stage="order", verb="points", plugin=self.name, person_id=act.person_id)
        db.session.flush()
        if self.faults:
            self.faults -= 1
            raise RecursionError
        self.heard.append((tenant.slug, act.verb, act.stage, act.plugin, act.person_id))


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def person_id(tenant):
    with tenant.scope():
        person = Person(name="Somebody")
        db.session.add(person)
        db.session.commit()
        return person.id


def record(tenant, person_id, **more):
    with tenant.scope():
        record_act(stage="intent", verb="wave", plugin="first", person_id=person_id, **more)
        db.session.commit()


def names(tenant):
    with tenant.scope():
        return sorted(db.session.scalars(select(Person.name).where(Person.name.contains("heard"))))


@pytest.fixture
def first(app):
    listener = Listener("first")
    app.extensions["hutong.plugins"].register(listener)
    return listener


@pytest.fixture
def second(app):
    listener = Listener("second", faults=1)
    app.extensions["hutong.plugins"].register(listener)
    return listener


def test_a_tool_hears_of_an_act_once_and_not_of_its_own_answer(app, first, tenant, person_id):
    record(tenant, person_id)

    assert first.heard == []
    assert run_due_jobs(app) == ["acts.tell"]
    assert first.heard == [("corner", "wave", "intent", "first", person_id)]
    with tenant.scope():
        assert db.session.scalar(select(func.count(Act.id))) == 2


def test_a_fault_of_one_tool_is_tried_again_and_holds_up_no_other(app, first, second, tenant, person_id):
    record(tenant, person_id)

    run_due_jobs(app)
    assert (names(tenant), len(second.heard)) == (["first heard wave"], 0)

    with time_machine.travel(now() + timedelta(minutes=1)):
        run_due_jobs(app)
    assert names(tenant) == ["first heard wave", "second heard wave"]
    assert (len(first.heard), len(second.heard)) == (1, 1)


def test_who_fails_always_is_put_aside_and_leaves_nothing(app, second, tenant, person_id):
    second.faults = ATTEMPTS
    record(tenant, person_id)

    for _attempt in range(ATTEMPTS):
        with time_machine.travel(now() + timedelta(days=1 + _attempt)):
            run_due_jobs(app)

    assert names(tenant) == []
    with app.app_context():
        assert db.session.scalar(select(OutboxJob.parked_at).where(OutboxJob.kind == "acts.tell")) is not None


def test_a_line_that_is_written_once_is_told_once_and_only_when_it_says_who(app, first, tenant, person_id):
    for who in (None, person_id, person_id):
        with tenant.scope():
            record_act_once("form", stage="intent", verb="start", plugin="first", person_id=who)
            db.session.commit()

    run_due_jobs(app)

    assert [heard[1] for heard in first.heard] == ["start"]


def test_what_was_taken_back_before_it_was_told_is_not_told(app, first, tenant, person_id):
    with tenant.scope():
        for key in ("stays", "goes"):
            record_act_once(key, stage="order", verb="buy", plugin="first", person_id=person_id)
        found = [take_back_act("goes", verb="buy") for _again in range(2)]
        db.session.commit()

    run_due_jobs(app)

    assert found == [True, False]
    assert [heard[1] for heard in first.heard] == ["buy"]


def test_nothing_is_told_of_what_was_rolled_back_or_switched_off_meanwhile(app, first, tenant, person_id):
    with tenant.scope():
        with db.session.begin_nested() as savepoint:
            record_act(stage="intent", verb="wave", person_id=person_id)
            savepoint.rollback()
        db.session.commit()
    assert run_due_jobs(app) == []

    record(tenant, person_id)
    with tenant.scope():
        db.session.get_one(Tenant, tenant.id).plugins = []
        db.session.commit()
    run_due_jobs(app)
    assert first.heard == []


def test_without_a_listener_an_act_costs_one_statement(app, make_tenant, first):
    quiet = make_tenant("quiet", plugins=[])
    with quiet.scope():
        person = Person(name="Somebody")
        db.session.add(person)
        db.session.flush()
        statements = []
        event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
        record_act(stage="intent", verb="wave", person_id=person.id)
        db.session.flush()
        event.remove(Engine, "before_cursor_execute", count)

    assert [line.split()[0] for line in statements if "act" in line] == ["INSERT"]
