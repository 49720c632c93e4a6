"""What is done while a tool is away does not pass it by: people are forgotten, photos stay."""

import pytest
from flask import g
from sqlalchemy import insert, select

from core.column_kinds import typed_table
from core.database import db
from core.jobs.queries import waiting_jobs
from core.jobs.runner import run_due_jobs
from core.jobs.schedule import schedule_due_jobs
from core.mail.models import MailMessage
from core.media.queries import silent_tools, used_codes
from core.people.models import Person
from core.people.personal_data import erase_person
from core.pool.merging import MergeRefusedError, merge_people
from core.schema import record_revision
from core.tenants.absence import absent_tools
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from core.tools.absence import remember_tools
from core.tools.operations import ask_to_delete


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


def test_a_tool_that_was_switched_off_before_it_went_is_waited_for_too(app, people, come, leave):
    tenant, ids = people
    with app.app_context(), db.engine.begin() as connection:
        record_revision(connection, "postcards", "0001")
        connection.exec_driver_sql("CREATE TABLE postcards_card (tenant_id CHAR(32))")
        kept = typed_table("postcards_card", {"tenant_id": "uuid"})
        connection.execute(insert(kept).values(tenant_id=tenant.id))
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=False)
        db.session.commit()
    with tenant.scope():
        assert absent_tools() == []
    leave()
    with tenant.scope():
        kept, gone = (db.session.get(Person, (tenant.id, one)) for one in ids)
        owner = db.session.scalars(select(Person).where(Person.role == "owner")).one()
        with pytest.raises(MergeRefusedError, match="postcards"):
            merge_people(tenant=tenant.info(), kept=kept, gone=gone, from_gone=(), by=owner)
    with tenant.scope():
        erase_person(db.session.get(Person, (tenant.id, ids[0])))
        db.session.commit()
    with tenant.scope():  # a row that could not be reached while its tool was away
        db.session.get(Person, (tenant.id, ids[0])).name = "left over"
        db.session.commit()
    run(app)
    with app.app_context():
        assert waiting_jobs() == {"postcards": 1}

    come()  # and stays switched off
    run(app)

    with tenant.scope():
        assert db.session.get(Person, (tenant.id, ids[0])).name == ""


def test_the_data_of_a_tool_that_went_meanwhile_is_deleted_all_the_same(app, people, leave):
    tenant, ids = people
    remember_tools(app)
    with tenant.scope():
        set_plugin(tenant=db.session.get(Tenant, tenant.id), plugin="postcards", enabled=False)
        db.session.commit()
    with tenant.scope():
        g.tenant = tenant.info()
        ask_to_delete(plugin="postcards", asked_by=ids[0])
        db.session.commit()
    leave()
    run(app)
    with tenant.scope():
        told = db.session.scalars(select(MailMessage.subject)).all()
    assert "The data of “Postcards” is deleted" in told


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
