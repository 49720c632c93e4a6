"""What nobody can use any more is forgotten by itself, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from core.accounts.models import AccountSession, AccountToken
from core.accounts.tokens import issue_token
from core.database import db, now, writing
from core.jobs.models import OutboxJob
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.people.models import PersonSession
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant
from core.tenants.operations import delete_tenant


def count(app, table):
    with app.app_context(), all_tenants_unsafe("count for a test"):
        return db.session.scalar(select(func.count()).select_from(table))


def tidy(app):
    schedule_due_jobs(app)
    run_due_jobs(app)


@pytest.mark.both_databases
def test_expired_sessions_and_links_are_forgotten(app, tenant, other_tenant):
    tenant.as_role("member")
    other_tenant.as_role("member")
    with tenant.scope():
        account = db.session.scalars(select(AccountSession)).first().account
        issue_token(account, "confirm")
        db.session.commit()
    tables = (AccountSession, AccountToken, PersonSession)

    counts = {}
    for days in (0, 8, 100):
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            tidy(app)
            counts[days] = [count(app, table) for table in tables]
    assert counts == {0: [2, 1, 2], 8: [2, 0, 2], 100: [0, 0, 0]}


def test_done_jobs_are_forgotten_after_a_week(app, add_job, ask):
    add_job("greet", lambda _payload: None)
    ask("greet")
    run_due_jobs(app)

    with time_machine.travel(now() + timedelta(days=8), tick=False):
        tidy(app)
        with app.app_context():
            kinds = db.session.scalars(select(OutboxJob.kind)).all()
        assert "greet" not in kinds


def test_photos_of_a_deleted_tenant_follow_it(app, tenant, other_tenant):
    media = app.extensions["hutong.settings"].home / "media"
    for one in (tenant, other_tenant):
        (media / str(one.id)).mkdir(parents=True)
        (media / str(one.id) / "a.webp").write_bytes(b"photo")
    with app.app_context(), writing():
        delete_tenant(tenant=db.session.get(Tenant, tenant.id))
        db.session.commit()

    tidy(app)
    assert len(list(media.iterdir())) == 2  # perhaps of a tenant that is about to be committed
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        tidy(app)
    assert [path.name for path in media.iterdir()] == [str(other_tenant.id)]
