"""Work of a tool that is away waits: it neither fails nor is lost, and is done when the tool is back."""

from datetime import time, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from core.acts.operations import record_act
from core.database import db, now, writing
from core.jobs.models import OutboxJob
from core.jobs.operations import enqueue, forget_jobs_of, retry_parked_jobs
from core.jobs.queries import parked_jobs, waiting_jobs
from core.jobs.registry import ToolAwayError, daily
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.payments import report_payment
from core.people.models import Person
from core.plugin_types import Payment
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin

pytestmark = pytest.mark.both_databases


def switch(tenant, *, on):
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=on)
        db.session.commit()


def ask(tenant, kind="postcards.send", **payload):
    with tenant.scope():
        enqueue(kind, payload)
        db.session.commit()


def run_for_days(app, days=5):
    """What a runner does in the days after."""
    for day in range(days):
        with time_machine.travel(now() + timedelta(days=day)):
            schedule_due_jobs(app)
            run_due_jobs(app)


def test_work_of_a_tool_that_is_not_installed_waits_for_it(app, make_tenant, come, leave):
    sent = []
    come(send=lambda payload: sent.append(payload["card"]))
    tenant = make_tenant("corner")
    ask(tenant, card="one")
    leave()

    run_for_days(app)

    with app.app_context():
        assert (waiting_jobs(), list(parked_jobs()), sent) == ({"postcards": 1}, [], [])
    with app.app_context(), writing():
        assert retry_parked_jobs() == 0
        db.session.commit()

    come(send=lambda payload: sent.append(payload["card"]))
    run_for_days(app, days=1)

    assert sent == ["one"]
    with app.app_context():
        assert waiting_jobs() == {}


def test_work_of_a_tool_that_is_switched_off_waits_for_its_own_tenant(app, make_tenant, come):
    sent = []
    come(send=lambda payload: sent.append(payload["card"]))
    one, other = make_tenant("corner"), make_tenant("elsewhere")
    for tenant in (one, other):
        ask(tenant, card=tenant.slug)
        switch(tenant, on=False)

    run_for_days(app)
    assert sent == []

    switch(one, on=True)
    run_for_days(app, days=1)
    assert sent == ["corner"]
    with app.app_context():
        assert waiting_jobs() == {"postcards": 1}


def test_a_job_that_its_tool_does_not_know_any_more_is_a_failure(app, make_tenant, come):
    come(send=lambda _payload: None)
    tenant = make_tenant("corner")
    ask(tenant)
    with tenant.scope():
        db.session.scalars(select(OutboxJob)).one().kind = "postcards.renamed"
        db.session.commit()

    run_for_days(app)

    with app.app_context():
        assert [job.kind for job in parked_jobs()] == ["postcards.renamed"]


def test_rounds_are_for_those_who_have_the_tool_but_for_what_was_promised(app, make_tenant, come):
    ran = []
    come(
        remind=daily(time(0))(lambda _payload: ran.append("remind")),
        forget=daily(time(0), while_off=True)(lambda _payload: ran.append("forget")),
    )
    make_tenant("corner", plugins=[])

    schedule_due_jobs(app)
    run_due_jobs(app)

    assert ran == ["forget"]


def test_a_tool_hears_of_acts_when_it_is_back(app, make_tenant, come, leave):
    come()
    tenant = make_tenant("corner")
    with tenant.scope():
        person = Person(name="Somebody")
        db.session.add(person)
        db.session.flush()
        record_act(stage="intent", verb="wave", plugin="postcards", person_id=person.id)
        db.session.commit()
    leave()
    run_for_days(app, days=2)

    tool = come()
    run_for_days(app, days=1)

    assert tool.heard == ["wave"]


def test_money_for_a_tool_that_is_away_is_not_taken_for_told(app, make_tenant, come, leave):
    come()
    tenant = make_tenant("corner")
    leave()
    payment = Payment("fake.way", tenant.id, 100, "CNY", "ref")

    with tenant.scope(), pytest.raises(ToolAwayError, match="postcards"):
        report_payment(tenant.info(), plugin="postcards", payment=payment)


def test_work_about_deleted_data_is_forgotten_for_its_tenant_only(app, make_tenant, come, leave):
    come(send=lambda _payload: None)
    for tenant in (one := make_tenant("corner"), make_tenant("elsewhere")):
        ask(tenant)
    leave()
    run_due_jobs(app)

    with one.scope():
        forget_jobs_of("postcards", one.id)
        db.session.commit()

    with app.app_context():
        assert db.session.scalar(select(func.count(OutboxJob.id))) == 1
