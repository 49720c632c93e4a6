"""`hutong plugin remove`: all rows of all tenants, the tables and their history; nothing else."""

import gzip
import json
import tarfile

import pytest
from sqlalchemy import inspect, select

from core.cli import main
from core.database import Base, db
from core.schema import record_revision
from core.sharing.models import ShareLink
from core.sharing.operations import create_link
from core.testing.samples import sample_arguments
from core.tools.tables import plugin_tables

pytestmark = pytest.mark.both_databases


@pytest.fixture
def plugin_packages():
    return ["plugins"]


@pytest.fixture
def hutong(app, capsys):
    """``hutong("plugin", …)`` gives exit code and what was said on standard error."""

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(map(str, arguments)), app)
        return ended.value.code, capsys.readouterr().err

    return run


def counts(app):
    """How many rows each table has."""
    with app.app_context(), db.engine.connect() as connection:
        there = inspect(connection).get_table_names()
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in Base.metadata.sorted_tables
            if table.name in there
        }


def test_it_is_exported_then_gone_everywhere(app, tenant, other_tenant, hutong, tmp_path):
    for one in (tenant, other_tenant):
        with one.scope():
            found = sample_arguments(app)
            create_link(plugin="meeting", object_kind="meeting", object_id=found["core"]["object_id"])
            db.session.commit()
    before, file = counts(app), tmp_path / "kept.tar.gz"
    of_meetings = {name: rows for name, rows in before.items() if name.startswith("meeting_")}

    assert hutong("plugin", "remove", "meeting", "--yes")[0] == 2
    assert hutong("plugin", "remove", "share", "--no-export", "--yes")[0] == 1
    assert counts(app) == before
    code, said = hutong("plugin", "remove", "meeting", "--export", file, "--yes")

    assert code == 0, said
    assert f"kept {sum(of_meetings.values())} rows" in said
    assert "still installed" in said
    after = counts(app)
    assert not [name for name in after if name.startswith("meeting_")]
    untouched = before.keys() - of_meetings.keys() - {"outbox_job"}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    for one in (tenant, other_tenant):
        assert "meeting" not in one.info().plugins
        assert "survey" in one.info().plugins
        with one.scope():
            ended = {link.plugin for link in db.session.scalars(select(ShareLink)) if link.ended_at}
        assert ended == {"meeting"}
    with tarfile.open(file) as archive:
        kept = {
            name: len(archive.extractfile(name).read().splitlines())
            for name in archive.getnames()
            if name.startswith("tables/")
        }
        manifest = json.load(archive.extractfile("manifest.json"))
    assert kept == {f"tables/{name}.jsonl": rows for name, rows in of_meetings.items()}
    assert all(table["definition"] for table in manifest["tables"])
    assert file.stat().st_mode & 0o077 == 0
    assert hutong("plugin", "remove", "meeting", "--no-export", "--yes")[0] == 1


def test_a_copy_that_cannot_be_written_stops_it(app, tenant, hutong, tmp_path):
    file = tmp_path / "there.tar.gz"
    with gzip.open(file, "wb") as there:
        there.write(b"something else")
    before = counts(app)

    code, said = hutong("plugin", "remove", "survey", "--export", file, "--yes")

    assert (code, "nothing was deleted" in said) == (1, True)
    assert counts(app) == before


def test_what_belongs_to_the_house_is_no_tool(app, hutong):
    with app.app_context(), db.engine.begin() as connection:
        record_revision(connection, "core", "0001")
    before = tables(app)

    for name in ("alembic", "core", "outbox", "person", "tenant", "survey_answer"):
        code, said = hutong("plugin", "remove", name, "--no-export", "--yes")
        assert (code, f"'{name}' is no plugin" in said) == (1, True)

    assert tables(app) == before
    with app.app_context(), db.engine.connect() as connection:
        assert plugin_tables(connection, "alembic") == []


def tables(app):
    with app.app_context(), db.engine.connect() as connection:
        return inspect(connection).get_table_names()
