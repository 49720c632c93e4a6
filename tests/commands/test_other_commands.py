"""`hutong template`, `plugin`, `routes`, `doctor` and the commands of plugins."""

import json
import os
from datetime import timedelta

import click
import pytest
import time_machine
from sqlalchemy import select

from core import Settings
from core.cli import main
from core.commands.doctor import _templates
from core.database import db, writing
from core.hookspecs import hookimpl
from core.jobs.operations import enqueue
from core.jobs.registry import Job
from core.jobs.runner import run_due_jobs
from core.tenants.models import Tenant
from tests.commands.test_tenants import CREATE
from tests.gallery.scene import write_template


def test_template_list_describes_each(hutong_json, templates_folder):
    assert hutong_json("template", "list") == [
        {
            "name": "corner-shop",
            "title": {"zh": "小店", "en": "Corner shop"},
            "summary": {"zh": "一页就够", "en": "One page will do"},
            "plugins": ["tale"],
            "folder": str(templates_folder / "corner-shop"),
        }
    ]


def test_template_check_names_file_and_place(hutong, templates_folder):
    assert hutong("template", "check") == (0, "corner-shop: good\n", "")
    write_template(templates_folder, "broken", plugins=["nope"])
    write_template(templates_folder, "empty", lines=None)

    code, out, _ = hutong("template", "check", "broken", "empty")

    assert code == 1
    here = os.path.relpath(templates_folder)
    tools = "plugins[0]: unknown plugin 'nope'. hint: known: tale; else install it first"
    lines = "lines: missing. hint: the fields of content/tale.yaml are told in tenant_templates/README.md"
    stranger = "plugin 'tale' is not among the template's plugins. hint: add tale to "
    stranger += "plugins in template.yaml, or delete the file; known: nope"
    assert out.splitlines() == [
        f"{here}/broken/content/tale.yaml:1: {stranger}",
        f"{here}/broken/template.yaml:3: {tools}",
        f"{here}/empty/content/tale.yaml:1: {lines}",
    ]


def test_template_applied_twice_is_the_same_as_once(app, hutong, templates_folder):
    hutong(*CREATE)
    write_template(templates_folder, "second", lines={"last": {"zh": "完", "en": "The end"}})

    assert hutong("template", "apply", "tale-shop", "second")[2] == "second was applied to tale-shop\n"
    assert hutong("template", "apply", "tale-shop", "second")[2] == "tale-shop has all of second already\n"

    with app.app_context():
        settings = db.session.scalars(select(Tenant.settings)).one()
    assert (sorted(settings["tale"]), settings["templates"]) == (["first", "last"], ["corner-shop", "second"])


def test_plugin_list(hutong_json):
    assert hutong_json("plugin", "list") == [
        {
            "name": "tale",
            "title": {"zh": "故事", "en": "Tales"},
            "summary": {"zh": "一页", "en": "One page"},
            "module": "tests.gallery.tools.tale.plugin",
        }
    ]


def test_routes_say_who_may_call_them(app, hutong_json):
    found = hutong_json("routes")

    assert len(found) == len(list(app.url_map.iter_rules()))
    assert {
        "rule": "/healthz",
        "endpoint": "health.healthz",
        "methods": ["GET"],
        "plugin": "",
        "surface": "platform",
        "audience": "anyone",
        "permission": "",
    } in found
    permissions = {route["endpoint"]: route["permission"] for route in found}
    assert permissions["people_console.index"] == "people.see"


def test_doctor_finds_a_healthy_installation_and_a_bare_one(app, hutong_json, hutong):
    from core.database import Base
    from core.schema import upgrade_schema

    assert ("bad", "schema") in states(hutong_json, hutong)
    with app.app_context():
        Base.metadata.drop_all(db.engine)
    upgrade_schema(app)
    assert {state for state, _ in states(hutong_json, hutong)} <= {"good", "note"}


def test_doctor_names_a_broken_template(app, hutong, templates_folder):
    write_template(templates_folder, "broken", lines=None, summary=None)

    with app.app_context():
        found = [finding.detail for finding in _templates()]

    help_ = "the fields of content/tale.yaml are told in tenant_templates/README.md"
    first = f"broken/content/tale.yaml:1: lines: missing. hint: {help_}"
    assert found == [f"broken is left out: {first} (and 1 more: hutong template check)"]


def test_what_would_change_is_listed_and_taken_back(app, hutong, templates_folder):
    hutong(*CREATE)
    write_template(templates_folder, "second", lines={"last": {"zh": "完", "en": "The end"}})

    code, out, _ = hutong("template", "apply", "tale-shop", "second", "--dry-run", "--json")
    assert (code, json.loads(out)) == (
        0,
        [{"plugin": "tale", "is_new": False, "added": [], "there": [], "binned": []}],
    )
    assert hutong("template", "undo", "tale-shop")[0] == 1
    hutong("template", "apply", "tale-shop", "second", "--name")
    assert hutong("template", "undo", "tale-shop") == (0, "", "second was taken back from tale-shop\n")

    with app.app_context():
        assert db.session.scalars(select(Tenant.settings)).one()["templates"] == ["corner-shop"]


def states(hutong_json, hutong):
    import json

    code, out, err = hutong("doctor", "--json")
    assert (code in (0, 1), err) == (True, "")
    return {(finding["state"], finding["name"]) for finding in json.loads(out)}


@pytest.fixture
def with_command(app):
    """The plugin brings ``hutong tale tell NAME``."""

    @click.command()
    @click.argument("name")
    def tell(name):
        click.echo(f"{name}: {len(db.session.scalars(select(Tenant)).all())}")

    class More:
        @hookimpl
        def commands(self):
            return [tell]

    engine = app.extensions["hutong.plugins"]
    engine._manager.unregister(name="tale")
    engine._manager.register(More(), name="tale")


@pytest.mark.usefixtures("with_command")
def test_commands_of_a_plugin_stand_below_its_name(hutong):
    assert hutong("tale", "tell", "count") == (0, "count: 0\n", "")
    assert "tale" in hutong("--help")[1]


def test_unknown_command_is_one_clear_line(hutong):
    assert hutong("nosuch") == (2, "", "hutong: No such command 'nosuch'.\n")


@pytest.mark.both_databases
def test_database_that_waits_for_its_upgrade_is_said_plainly(app, hutong):
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tenant DROP COLUMN scenario")
    said = "hutong: the database is older than this Hutong; run: hutong db upgrade\n"
    assert hutong("tenant", "list") == (1, "", said)


def test_wrong_settings_are_named_as_one_sets_them(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "abc")
    monkeypatch.setenv("HUTONG_SMTP_URL", "http://mail")

    with pytest.raises(SystemExit, match="1"):
        main(["doctor"])

    assert capsys.readouterr().err == (
        "hutong: PORT: Input should be a valid integer, unable to parse string as an integer; "
        "HUTONG_SMTP_URL: Value error, begins with smtp:// or smtps://\n"
    )


@pytest.mark.parametrize("url", ["postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"])
def test_usual_spellings_of_postgresql_are_understood(url):
    assert Settings(database_url=url).database == "postgresql+psycopg://a@b/c"


def test_work_that_was_given_up_is_shown_and_tried_again(app, hutong, hutong_json):
    def fail(_payload):
        raise OSError("no route")

    app.extensions["hutong.jobs"].jobs["fail"] = Job(fail)
    with time_machine.travel("2026-11-21 08:00:00+00:00", tick=False) as clock:
        with app.app_context(), writing():
            enqueue("fail")
            db.session.commit()
        for _ in range(5):
            run_due_jobs(app)
            clock.shift(timedelta(days=1))

        (given_up,) = hutong_json("job", "list")
        assert (given_up["kind"], given_up["failed"]) == ("fail", "OSError: no route")
        assert hutong("job", "retry") == (0, "", "1 jobs are tried again\n")
        assert run_due_jobs(app) == ["fail"]
        assert hutong_json("job", "list") == []
