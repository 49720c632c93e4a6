"""A backup keeps the data of plugins that are not installed, and comes back where they are not."""

import json

import pytest
from sqlalchemy import select

from core import Settings, create_app
from core.backup.reading import restore_backup
from core.backup.writing import write_backup
from core.database import Base, db, writing
from core.revisions import differences
from core.schema import schema_units, upgrade_schema
from core.tenants.operations import create_tenant
from core.testing.databases import databases_of
from core.testing.samples import sample_arguments

pytestmark = pytest.mark.both_databases


@pytest.fixture
def start(tmp_path):
    """``start(kind, "name")``: an application on a database of its own, with or without plugins."""
    made = {}

    def make(kind, name, packages=("plugins",)):
        if name not in made:
            home = tmp_path / name
            home.mkdir()
            made[name] = (home, kind, databases_of(kind).create(home))
        home, _, url = made[name]
        settings = Settings(home=home, database_url=url, testing=True, jobs="manual")
        app = create_app(settings, list(packages))
        apps.append(app)
        return app

    apps = []
    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()
    for _, kind, url in made.values():
        databases_of(kind).drop(url)


def as_text(row):
    """The same whatever order a database keeps the keys of a JSON value in."""
    return json.dumps(row._asdict(), sort_keys=True, default=repr)


def rows(app):
    """All rows of the plugins' tables."""
    names = tuple(f"{name}_" for name in app.extensions["hutong.plugins"].names)
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(as_text(row) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name.startswith(names)
        }


def test_tables_are_as_their_revisions_build_them(start, tmp_path, database_kind):
    """Into the other database first, then from there into one of its kind: never with the plugins' code."""
    there = {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind]
    first = start(database_kind, "first")
    upgrade_schema(first)
    with first.app_context(), writing():
        tenant = create_tenant(slug="corner", name={"zh": "拐角"}, languages=["zh", "en"])
        tenant.plugins = first.extensions["hutong.plugins"].names
        db.session.flush()
        sample_arguments(first)
        db.session.commit()
    file = write_backup(first, tmp_path / "one.tar.gz")

    without = start(there, "second", packages=())
    restore_backup(without, file)
    again = write_backup(without, tmp_path / "two.tar.gz")
    restore_backup(start(there, "third", packages=()), again)
    third = start(there, "third")

    assert upgrade_schema(third) == []
    assert sum(map(len, rows(first).values())) > 20
    assert rows(third) == rows(first)
    with third.app_context(), db.engine.connect() as connection:
        assert {
            unit.name: found for unit in schema_units(third) if (found := differences(connection, unit))
        } == {}
