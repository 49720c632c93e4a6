"""The tenant boundary: every kind of statement, with another tenant's rows present."""

import uuid

import pytest
from sqlalchemy import delete, exists, func, insert, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from uuid6 import uuid7

from core.database import db, now
from core.people.models import Person, PersonToken
from core.tenancy import TenantScopeError, all_tenants_unsafe, bind_tenant

pytestmark = pytest.mark.both_databases


@pytest.fixture
def two_people(tenant, other_tenant):
    """One person in each tenant; gives the foreign one's id."""
    with tenant.scope():
        db.session.add(Person(name="ours"))
        db.session.commit()
    with other_tenant.scope():
        foreign = Person(name="theirs")
        db.session.add(foreign)
        db.session.commit()
        return foreign.id


def test_selects_of_every_shape_see_one_tenant(tenant, two_people):
    other = aliased(Person)
    names = select(Person.name)
    with tenant.scope():
        assert db.session.scalars(names).all() == ["ours"]
        assert db.session.scalars(select(other.name)).all() == ["ours"]
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
        assert db.session.scalar(select(func.count(Person.id))) == 1
        assert db.session.scalar(select(Person.id).where(exists(names.where(other.name == "theirs")))) is None
        assert db.session.execute(select(names.subquery().c.name)).all() == [("ours",)]
        assert db.session.execute(select(names.cte().c.name)).all() == [("ours",)]
        assert db.session.execute(union_all(names, names)).all() == [("ours",), ("ours",)]
        assert (
            db.session.scalar(select(func.count()).select_from(Person).join(other, other.id != Person.id))
            == 0
        )
        assert db.session.get(Person, (tenant.id, two_people)) is None


def test_bulk_changes_touch_one_tenant(tenant, other_tenant, two_people):
    with tenant.scope():
        db.session.execute(update(Person).values(name="renamed"))
        db.session.execute(delete(Person).where(Person.name == "theirs"))
        db.session.commit()

    with other_tenant.scope():
        assert db.session.scalars(select(Person.name)).all() == ["theirs"]
    with tenant.scope():
        assert db.session.scalars(select(Person.name)).all() == ["renamed"]


def test_outside_a_scope_everything_raises(app, two_people):
    with app.app_context():
        for statement in (
            select(Person),
            select(func.count()).select_from(Person),
            select(exists().where(Person.name == "theirs")),
            update(Person).values(name="x"),
            delete(Person),
            insert(Person).values(name="x"),
        ):
            with pytest.raises(TenantScopeError):
                db.session.execute(statement)


def test_rows_of_another_tenant_are_refused(tenant, other_tenant):
    foreign = {"id": uuid.uuid4(), "tenant_id": other_tenant.id, "name": "smuggled"}
    with tenant.scope():
        for write in (
            lambda: db.session.execute(insert(Person), [foreign]),
            lambda: db.session.execute(insert(Person).values(**foreign)),
            lambda: db.session.execute(Person.__table__.insert(), [foreign]),
            lambda: db.session.execute(update(Person).values(tenant_id=other_tenant.id)),
        ):
            with pytest.raises(TenantScopeError):
                write()
        db.session.add(Person(**foreign))
        with pytest.raises(TenantScopeError):
            db.session.flush()


def test_what_cannot_be_narrowed_is_refused(tenant):
    with tenant.scope():
        for statement in (select(Person.__table__), select(exists().where(Person.name == "theirs"))):
            with pytest.raises(TenantScopeError):
                db.session.execute(statement)


def test_the_database_refuses_a_reference_across_tenants(tenant, two_people):
    with tenant.scope():
        db.session.add(PersonToken(person_id=two_people, token_hash="x", purpose="code", expires_at=now()))
        with pytest.raises(IntegrityError):
            db.session.flush()


def test_a_session_takes_one_tenant(tenant, other_tenant):
    with tenant.scope(), pytest.raises(TenantScopeError):
        bind_tenant(db.session(), other_tenant.id)


def test_a_tenant_made_a_moment_ago_can_be_filled_at_once(app):
    with app.app_context():
        bind_tenant(db.session(), uuid7())

        assert db.session.execute(select(Person.name, Person.email)).all() == []


def test_the_escape_hatch_sees_all_and_ends(app, tenant, two_people):
    with app.app_context():
        with all_tenants_unsafe("count for a test"):
            assert db.session.scalar(select(func.count()).select_from(Person)) == 2
        with pytest.raises(TenantScopeError):
            db.session.scalar(select(func.count()).select_from(Person))
