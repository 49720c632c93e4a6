"""The revisions build what the models say, and moving between them keeps rows."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError

from core.backup.upgrading import upgrade_with_backup
from core.database import db, writing
from core.people.models import Person
from core.revisions import differences
from core.schema import (
    SchemaError,
    downgrade_unit,
    migrating,
    pending_units,
    schema_units,
    upgrade_schema,
    upgrade_units,
)
from core.tenants.models import Plan
from core.tenants.operations import create_tenant
from core.testing.contracts.schema import lost_on_the_way
from core.testing.samples import sample_arguments

pytestmark = pytest.mark.both_databases


def add_a_tenant_with_a_person(app):
    with app.app_context(), writing():
        create_tenant(slug="corner", name={"en": "Corner"}, languages=["en"])
        db.session.add(Person(name="Ann"))
        db.session.commit()


def rows(app, *columns):
    with app.app_context():
        return db.session.connection().execute(select(*columns)).all()


def test_upgraded_schema_equals_the_models(bare_app):
    upgrade_schema(bare_app)

    with bare_app.app_context(), db.engine.connect() as connection:
        found = {unit.name: differences(connection, unit) for unit in schema_units(bare_app)}
    assert found == {unit.name: [] for unit in schema_units(bare_app)}


def test_second_upgrade_finds_nothing_to_do(bare_app):
    assert upgrade_schema(bare_app) == [unit.name for unit in schema_units(bare_app)]
    assert pending_units(bare_app) == []
    assert upgrade_schema(bare_app) == []


def test_upgrade_seeds_one_default_plan(bare_app):
    upgrade_schema(bare_app)

    found = rows(bare_app, Plan.__table__.c.name, Plan.__table__.c.seats, Plan.__table__.c.is_default)
    assert sorted(found) == [("free", 50, True), ("plus", 1000, False)]


def test_rebuilding_a_parent_keeps_the_rows_that_cascade_from_it(bare_app):
    upgrade_schema(bare_app)
    add_a_tenant_with_a_person(bare_app)

    with bare_app.app_context(), migrating(db.engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("tenant") as batch:
            batch.alter_column("slug", type_=String(60))

    assert rows(bare_app, Person.__table__.c.name) == [("Ann",)]


def test_broken_references_stop_an_upgrade(bare_app):
    upgrade_schema(bare_app)
    add_a_tenant_with_a_person(bare_app)

    with bare_app.app_context(), pytest.raises((SchemaError, IntegrityError)):  # noqa: SIM117
        with migrating(db.engine) as connection:
            connection.exec_driver_sql("DELETE FROM plan")

    assert len(rows(bare_app, Plan.__table__.c.name)) == 2


def test_down_and_up_again_keeps_rows(bare_app):
    upgrade_schema(bare_app)
    add_a_tenant_with_a_person(bare_app)
    core = schema_units(bare_app)[0]

    with bare_app.app_context(), migrating(db.engine) as connection:
        downgrade_unit(connection, core, "0001")
        upgrade_units(connection, [core])

    assert rows(bare_app, Person.__table__.c.name) == [("Ann",)]
    assert len(rows(bare_app, Plan.__table__.c.name)) == 2


def test_people_from_before_get_their_search_text(bare_app):
    upgrade_schema(bare_app)
    core = schema_units(bare_app)[0]
    with bare_app.app_context(), writing():
        create_tenant(slug="corner", name={"zh": "小店"}, languages=["zh"])
        db.session.add(Person(name="王小明", email="wang@example.com"))
        db.session.commit()

    with bare_app.app_context(), migrating(db.engine) as connection:
        downgrade_unit(connection, core, "0003")
        upgrade_units(connection, [core])

    assert rows(bare_app, Person.__table__.c.search_text) == [("wangxiaoming wxm 王小明 wang@example.com",)]


def test_rows_of_every_unit_survive_going_down_and_up_again(bare_app):
    upgrade_schema(bare_app)
    with bare_app.app_context(), writing():
        create_tenant(slug="corner", name={"en": "Corner"}, languages=["en"])
        sample_arguments(bare_app)
        db.session.commit()

    assert lost_on_the_way(bare_app, schema_units(bare_app)) == []


def test_down_to_nothing_and_up_again(bare_app):
    upgrade_schema(bare_app)
    units = schema_units(bare_app)

    with bare_app.app_context(), migrating(db.engine) as connection:
        for unit in reversed(units):
            downgrade_unit(connection, unit, "base")
        upgrade_units(connection, units)
        assert [differences(connection, unit) for unit in units] == [[] for _ in units]


def test_database_of_a_newer_release_is_refused(bare_app):
    upgrade_schema(bare_app)
    for unit, says in (("core", "this Hutong does not have"), ("survey", "the installed version of survey")):
        with bare_app.app_context(), migrating(db.engine) as connection:
            table = f"alembic_version_{unit}"
            before = connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar()
            connection.exec_driver_sql(f"UPDATE {table} SET version_num = '9999'")

        for start in (upgrade_schema, upgrade_with_backup):
            with pytest.raises(SchemaError, match=rf"{unit}: .* revision 9999.*{says}.*newest is {before}"):
                start(bare_app)

        with bare_app.app_context(), migrating(db.engine) as connection:
            connection.exec_driver_sql(f"UPDATE {table} SET version_num = '{before}'")
    assert not (bare_app.extensions["hutong.settings"].home / "backups").exists()
