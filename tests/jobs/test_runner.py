"""Jobs are done once, with their effect, as the tenant they belong to; failures come back later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import g
from sqlalchemy import select

from core.database import HookWriteError, db, now, writing
from core.i18n import gettext, interface_language
from core.jobs.models import OutboxJob
from core.jobs.operations import enqueue
from core.jobs.registry import UnknownJobError
from core.jobs.runner import CLAIM, run_due_jobs
from core.people.models import Person

pytestmark = pytest.mark.both_databases


def jobs(app):
    with app.app_context():
        return db.session.scalars(select(OutboxJob).order_by(OutboxJob.id)).all()


def test_job_runs_once_with_its_payload(app, add_job, ask):
    seen = []
    add_job("greet", seen.append)
    ask("greet", {"name": "安"})

    assert run_due_jobs(app) == ["greet"]
    assert run_due_jobs(app) == []
    assert seen == [{"name": "安"}]
    assert [job.payload for job in jobs(app)] == [{}]


def test_job_works_in_the_scope_and_language_it_was_asked_in(app, tenant, other_tenant, add_job):
    seen = []

    def look(_payload):
        names = db.session.scalars(select(Person.name)).all()
        seen.append((g.tenant.slug, names, interface_language(), str(gettext("Wrong door"))))

    add_job("look", look)
    with other_tenant.scope():
        db.session.add(Person(name="theirs"))
        db.session.commit()
    with tenant.scope():
        db.session.add(Person(name="ours"))
        enqueue("look", language="en")
        db.session.commit()

    run_due_jobs(app)

    assert seen == [("corner", ["ours"], "en", "Wrong door")]


def test_rolled_back_change_asks_for_nothing(app, tenant, add_job):
    add_job("greet", lambda _payload: None)
    with tenant.scope():
        enqueue("greet")
        db.session.rollback()

    assert run_due_jobs(app) == []


def test_same_key_is_asked_for_once(app, add_job, ask):
    seen = []
    add_job("greet", seen.append)
    ask("greet", {"n": 1}, key="greet/1")
    run_due_jobs(app)
    ask("greet", {"n": 2}, key="greet/1")

    assert run_due_jobs(app) == []
    assert seen == [{"n": 1}]


def test_unknown_kind_is_refused_at_once(ask):
    with pytest.raises(UnknownJobError):
        ask("nobody.does")


def test_job_waits_for_its_time(app, add_job, ask):
    add_job("greet", lambda _payload: None)
    with time_machine.travel("2026-11-21 08:00:00+00:00", tick=False) as clock:
        ask("greet", run_at=now() + timedelta(hours=1))
        assert run_due_jobs(app) == []
        clock.shift(timedelta(hours=1))
        assert run_due_jobs(app) == ["greet"]


def test_failure_undoes_the_effect_and_comes_back_later(app, tenant, add_job):
    calls = []

    def add_person(_payload):
        db.session.add(Person(name="new"))
        db.session.flush()
        calls.append(1)
        if len(calls) == 1:
            raise OSError("no route to host")

    add_job("add", add_person)
    with time_machine.travel("2026-11-21 08:00:00+00:00", tick=False) as clock:
        with tenant.scope():
            enqueue("add")
            db.session.commit()
        assert run_due_jobs(app) == ["add"]
        assert jobs(app)[0].failed == "OSError: no route to host"
        clock.shift(timedelta(seconds=19))
        assert run_due_jobs(app) == []
        clock.shift(timedelta(seconds=1))
        assert run_due_jobs(app) == ["add"]

    with tenant.scope():
        assert db.session.scalars(select(Person.name)).all() == ["new"]
    assert (jobs(app)[0].attempts, jobs(app)[0].failed) == (2, "")


def test_fifth_failure_parks_the_job(app, add_job, ask):
    def fail(_payload):
        raise ValueError("never")

    add_job("fail", fail)
    ask("fail")
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            assert run_due_jobs(app) == ["fail"]
            clock.shift(timedelta(days=1))
        assert run_due_jobs(app) == []
    assert jobs(app)[0].parked_at is not None


def test_many_runners_do_each_job_once(app, add_job, ask):
    seen = []
    add_job("count", lambda payload: seen.append(payload["n"]))
    for number in range(12):
        ask("count", {"n": number})

    with ThreadPoolExecutor(4) as pool:
        for finished in [pool.submit(run_due_jobs, app) for _ in range(4)]:
            finished.result()

    assert sorted(seen) == list(range(12))


def test_dead_runner_lets_go_when_its_claim_ends(app, add_job, ask):
    seen = []
    add_job("greet", seen.append)
    ask("greet")
    with time_machine.travel(now(), tick=False) as clock:
        with app.app_context(), writing():
            db.session.scalars(select(OutboxJob)).one().claimed_until = now() + CLAIM
            db.session.commit()
        assert run_due_jobs(app) == []
        clock.shift(CLAIM + timedelta(seconds=1))
        assert run_due_jobs(app) == ["greet"]


def test_work_that_outlived_its_claim_changes_nothing(app, tenant, add_job):
    def slow(_payload):
        db.session.add(Person(name="late"))
        job = db.session.scalars(select(OutboxJob)).one()
        job.claimed_until = now() + 2 * CLAIM  # as if another runner had taken it meanwhile
        db.session.flush()

    add_job("slow", slow)
    with tenant.scope():
        enqueue("slow")
        db.session.commit()

    run_due_jobs(app)

    with tenant.scope():
        assert db.session.scalars(select(Person.name)).all() == []


def test_job_of_a_plugin_may_not_commit(app, add_job, ask):
    add_job("tool.bad", lambda _payload: db.session.commit(), plugin="tool")
    ask("tool.bad")

    run_due_jobs(app)

    assert (
        jobs(app)[0].failed == f"{HookWriteError.__name__}: plugin tool: commit is not allowed inside a hook"
    )


def test_job_with_transactions_of_its_own_may_commit_between(app, add_job, ask):
    def deliver(_payload):
        with writing():
            db.session.scalars(select(OutboxJob)).one().failed = "half-way"
            db.session.commit()

    add_job("deliver", deliver, one_transaction=False)
    ask("deliver")

    assert run_due_jobs(app) == ["deliver"]
    assert jobs(app)[0].done_at is not None


def test_commit_pokes_the_runner_and_savepoints_do_not(app, tenant, add_job):
    pokes = []
    add_job("greet", lambda _payload: None)
    app.extensions["hutong.jobs"].poke = lambda: pokes.append("poke")
    with tenant.scope():
        with db.session.begin_nested():
            enqueue("greet")
        assert pokes == []
        db.session.commit()
        assert pokes == ["poke"]
        db.session.add(Person(name="no job"))
        db.session.commit()
    assert pokes == ["poke"]
