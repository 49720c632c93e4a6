"""Rounds: once in each interval, once a day at the tenant's own hour, however often somebody looks."""

from datetime import time, timedelta

import pytest
import time_machine
from flask import g

from core.database import db, writing
from core.i18n import interface_language
from core.jobs.registry import daily, every
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.tenants.models import Tenant

pytestmark = pytest.mark.both_databases


def test_interval_comes_round_once(app, add_job):
    add_job("sweep", every(timedelta(hours=1))(lambda _payload: None))
    with time_machine.travel("2026-11-21 08:10:00+00:00", tick=False) as clock:
        schedule_due_jobs(app)
        schedule_due_jobs(app)
        assert run_due_jobs(app).count("sweep") == 1
        clock.shift(timedelta(minutes=45))
        schedule_due_jobs(app)
        clock.shift(timedelta(minutes=10))
        schedule_due_jobs(app)
        assert run_due_jobs(app).count("sweep") == 1


def test_daily_job_follows_the_clock_of_each_tenant(app, tenant, other_tenant, add_job):
    """08:00 in Shanghai is midnight UTC; in Berlin (winter) it is 07:00 UTC."""
    add_job("digest", daily(time(8))(lambda _payload: None))
    with app.app_context(), writing():
        db.session.get(Tenant, other_tenant.id).time_zone = "Europe/Berlin"
        db.session.commit()

    rounds = {}
    with time_machine.travel("2026-11-20 23:59:00+00:00", tick=False) as clock:
        for hours in (0, 1, 7, 8):
            clock.move_to("2026-11-20 23:59:00+00:00")
            clock.shift(timedelta(hours=hours))
            rounds[hours] = [key for key in schedule_due_jobs(app) if key.startswith("digest")]

    assert rounds == {
        0: [],
        1: [f"digest@2026-11-21/{tenant.id}"],
        7: [],
        8: [f"digest@2026-11-21/{other_tenant.id}"],
    }


def test_daily_job_speaks_the_first_language_of_its_tenant(app, make_tenant, add_job):
    make_tenant("english", languages=["en", "zh"])
    make_tenant("chinese", languages=["zh"])
    seen = {}

    def look(_payload):
        seen[g.tenant.slug] = interface_language()

    add_job("look", daily(time(0))(look))
    schedule_due_jobs(app)
    run_due_jobs(app)

    assert seen == {"english": "en", "chinese": "zh"}
