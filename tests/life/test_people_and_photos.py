"""What is done while a tool is away does not pass it by: people are forgotten, photos stay."""

import pytest
from sqlalchemy import select

from core.database import db
from core.jobs.queries import waiting_jobs
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.media.queries import silent_tools, used_codes
from core.people.models import Person
from core.people.personal_data import erase_person
from core.pool.merging import MergeRefusedError, merge_people
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin


@pytest.fixture
def plugin_packages():
    """Whoever is forgotten is forgotten in every table that a model was ever imported of: all are there."""
    return ["plugins"]


@pytest.fixture
def people(come, make_tenant):
    """The tenant, an owner and two that are one."""
    come()
    tenant = make_tenant("corner")
    tenant.as_role("owner")
    with tenant.scope():
        twins = [Person(name="Anna", phone="13800000001"), Person(name="Anna L", phone="13800000001")]
        db.session.add_all(twins)
        db.session.commit()
        return tenant, [one.id for one in twins]


def run(app):
    schedule_due_jobs(app)
    run_due_jobs(app)


def test_somebody_forgotten_meanwhile_is_forgotten_in_the_tool_that_comes_back(app, people, come, leave):
    tenant, (person_id, _) = people
    leave()
    with tenant.scope():
        erase_person(db.session.get(Person, (tenant.id, person_id)))
        db.session.commit()
    with tenant.scope():  # a row that could not be reached while its tool was away
        db.session.get(Person, (tenant.id, person_id)).name = "left over"
        db.session.commit()
    run(app)
    with app.app_context():
        assert waiting_jobs() == {"postcards": 1}

    come()
    run(app)

    with tenant.scope():
        assert db.session.get(Person, (tenant.id, person_id)).name == ""


def test_nobody_is_merged_or_parted_while_a_tool_is_away(people, come, leave):
    tenant, ids = people

    def merge():
        with tenant.scope():
            kept, gone = (db.session.get(Person, (tenant.id, one)) for one in ids)
            owner = db.session.scalars(select(Person).where(Person.role == "owner")).one()
            made = merge_people(tenant=tenant.info(), kept=kept, gone=gone, from_gone=(), by=owner)
            db.session.commit()
            return made.id

    leave()
    with pytest.raises(MergeRefusedError, match="postcards"):
        merge()
    with tenant.scope():
        assert [db.session.get(Person, (tenant.id, one)).merged_into_id for one in ids] == [None, None]
    come()
    assert merge()


def test_photos_of_a_tool_that_is_off_are_in_use(app, people, leave):
    tenant, _ = people
    app.extensions["hutong.plugins"].module("postcards").photos = ["abc"]
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=False)
        db.session.commit()

    with tenant.scope():
        assert used_codes(tenant.info()) == {"abc"}
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=True)
        db.session.commit()
    leave()
    with tenant.scope():
        assert silent_tools(tenant.info()) == ["postcards"]
