"""A backup comes back as it was: into the same kind of database, into the other one, and from before."""

import gzip
import json
import tarfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select

from core import Settings, create_app
from core.backup.reading import RestoreError, restore_backup
from core.backup.upgrading import upgrade_with_backup
from core.backup.writing import write_backup
from core.column_kinds import KINDS, kind_of, row_from_json, row_to_json
from core.database import Base, db, writing
from core.people.models import Person
from core.schema import downgrade_unit, migrating, schema_units, upgrade_schema
from core.tenants.operations import create_tenant
from core.testing.databases import databases_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def new_app(tmp_path, database_kind):
    """``new_app("name", kind)``: an application with a home and an empty database of its own."""
    made = []

    def make(name, kind=database_kind):
        home = tmp_path / name
        home.mkdir()
        url = databases_of(kind).create(home)
        app = create_app(Settings(home=home, database_url=url, testing=True, jobs="manual"))
        made.append((app, kind, url))
        return app

    yield make
    for app, kind, url in made:
        with app.app_context():
            db.engine.dispose()
        databases_of(kind).drop(url)


@pytest.fixture
def filled_app(new_app):
    """Two tenants with a person each, a picture, and a key."""
    app = new_app("first")
    upgrade_schema(app)
    for slug in ("corner", "elsewhere"):
        with app.app_context(), writing():
            create_tenant(slug=slug, name={"zh": "拐角 'x'\n"}, languages=["zh"])
            db.session.add(Person(name=f"安 of {slug}", joined_at=datetime(2026, 1, 2, 3, 4, 5, 678, UTC)))
            db.session.commit()
    home = home_of(app)
    (home / "media" / "one").mkdir(parents=True)
    (home / "media" / "one" / "a.webp").write_bytes(b"\x00picture")
    return app


def home_of(app):
    return app.extensions["hutong.settings"].home


def as_text(row):
    return json.dumps(row._asdict(), sort_keys=True, default=repr)


def content(app):
    """Every row of every table the models know."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(as_text(row) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name in inspect(connection).get_table_names()
        }


def test_everything_comes_back(filled_app, new_app):
    file = write_backup(filled_app)
    empty = new_app("second")

    manifest = restore_backup(empty, file)

    assert content(empty) == content(filled_app)
    assert sum(table.rows for table in manifest.tables) == sum(map(len, content(filled_app).values()))
    home = home_of(empty)
    assert (home / "media" / "one" / "a.webp").read_bytes() == b"\x00picture"
    assert (home / "secret.key").read_text() == (home_of(filled_app) / "secret.key").read_text()
    assert empty.test_client().get("/healthz").status_code == 200
    assert (
        empty.test_client().get("/corner/").status_code
        == filled_app.test_client().get("/corner/").status_code
    )


def test_what_one_database_wrote_the_other_reads(filled_app, new_app, database_kind):
    other = new_app("second", {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind])

    restore_backup(other, write_backup(filled_app))

    assert content(other) == content(filled_app)


def test_only_its_owner_may_read_it(filled_app):
    assert write_backup(filled_app).stat().st_mode & 0o077 == 0


def test_backup_does_not_hold_older_backups(filled_app):
    write_backup(filled_app)
    with tarfile.open(write_backup(filled_app)) as archive:
        files = [name for name in archive.getnames() if name.startswith("home/")]
    assert files == ["home/media/one/a.webp", "home/secret.key"]


def test_filled_installation_is_left_alone(filled_app):
    file = write_backup(filled_app)
    before = content(filled_app)

    with pytest.raises(RestoreError, match="empty HUTONG_HOME"):
        restore_backup(filled_app, file)

    assert content(filled_app) == before


def test_older_backup_is_brought_up_to_date(filled_app, new_app):
    before = content(filled_app)
    with filled_app.app_context(), migrating(db.engine) as connection:
        downgrade_unit(connection, schema_units(filled_app)[0], "0001")
    file = write_backup(filled_app)
    empty = new_app("second")

    manifest = restore_backup(empty, file)

    assert manifest.units["core"] == "0001"
    assert content(empty) == before
    assert upgrade_schema(empty) == []


def test_upgrade_makes_a_backup_where_there_is_something_to_lose(filled_app, new_app):
    assert upgrade_with_backup(new_app("second"))[1] is None
    assert upgrade_with_backup(filled_app) == ([], None)
    with filled_app.app_context(), migrating(db.engine) as connection:
        downgrade_unit(connection, schema_units(filled_app)[0], "0001")

    moved, file = upgrade_with_backup(filled_app)

    assert (moved, file.parent) == (["core"], home_of(filled_app) / "backups")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda raw: raw[: len(raw) // 2], "cannot be read|lacks the rows|not those that were saved"),
        (lambda _raw: b"not a backup", "cannot be read"),
        (lambda raw: gzip.compress(gzip.decompress(raw).replace(b"elsewhere", b"everywher")), "not those"),
    ],
)
def test_damaged_file_changes_nothing(filled_app, new_app, tmp_path, damage, words):
    file = tmp_path / "damaged.tar.gz"
    file.write_bytes(damage(write_backup(filled_app).read_bytes()))
    empty = new_app("second")

    with pytest.raises(RestoreError, match=words):
        restore_backup(empty, file)

    assert content(empty) == {}


def test_every_column_of_every_table_has_a_kind_that_keeps_its_values(filled_app):
    with filled_app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            kinds = {column.name: kind_of(column.type) for column in table.columns}
            for row in connection.execute(select(table)):
                written = json.loads(json.dumps(row_to_json(tuple(row), kinds)))
                assert row_from_json(written, kinds) == row._asdict()
                assert set(kinds.values()) <= set(KINDS)
