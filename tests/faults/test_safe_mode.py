"""A tool of somebody else that cannot even be imported: it is named, and Hutong starts without it."""

import sys
from pathlib import Path

import pytest

from core import create_app
from core.cli import main
from core.database import db, reading
from core.plugin_rules import PluginError
from core.tenants.models import Tenant
from tests.serving.test_up import environment, port, running  # noqa: F401 - fixtures

FAULT = "RuntimeError: no such library"
MESSAGE = (
    f"the plugin 'broken' cannot be imported from hutong_broken.plugin: {FAULT}"
    " (installed with hutong-broken 1.2; to start without tools of others: hutong up --safe)"
)

SOUND = """from hutong import Manifest, hookimpl


@hookimpl
def manifest() -> Manifest:
    title = {"zh": "坏", "en": "Broken"}
    return Manifest(name="broken", title=title, summary=title, icon="plug", api="1.0")


"""


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def broken(tmp_path):
    """A folder with a distribution whose module raises; put it on a path to have it installed."""
    folder = tmp_path / "site-packages"
    about = folder / "hutong_broken-1.2.dist-info"
    about.mkdir(parents=True)
    (folder / "hutong_broken").mkdir()
    (folder / "hutong_broken/plugin.py").write_text(SOUND + 'raise RuntimeError("no such\\nlibrary")\n')
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hutong-broken\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text("[hutong.plugins]\nbroken = hutong_broken.plugin\n")
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "hutong_broken"]:
        del sys.modules[name]


def test_a_module_that_cannot_be_imported_stops_with_its_distribution(settings, broken, monkeypatch):
    monkeypatch.syspath_prepend(str(broken))

    with pytest.raises(PluginError) as stopped:
        create_app(settings, [])

    assert str(stopped.value) == MESSAGE


def test_safe_mode_imports_none_of_others_and_all_of_the_house(settings, broken, monkeypatch):
    monkeypatch.syspath_prepend(str(broken))
    app = create_app(settings.model_copy(update={"safe_mode": True}), ["plugins"])
    engine = app.extensions["hutong.plugins"]

    assert "hutong_broken" not in sys.modules
    house = sorted(path.parent.name for path in Path("plugins").glob("*/plugin.py"))
    assert (sorted(engine.names), engine.left_out) == (house, ["broken"])
    with app.app_context():
        db.engine.dispose()


def test_what_breaks_a_rule_after_the_import_names_its_distribution(settings, broken, monkeypatch):
    (broken / "hutong_broken/plugin.py").write_text(SOUND.replace("return", "raise SystemExit or"))
    monkeypatch.syspath_prepend(str(broken))

    with pytest.raises(PluginError) as stopped:
        create_app(settings, [])

    assert str(stopped.value).startswith(
        "hutong_broken.plugin: the hook manifest failed: SystemExit (installed with"
    )


def test_the_owner_reads_that_it_is_away_and_nothing_of_it_is_touched(app, make_tenant):
    tenant = make_tenant("corner", plugins=["broken"])

    page = tenant.owner.get(tenant.console("/"))

    assert (page.status_code, "“broken” isn’t available at the moment" in page.text) == (200, True)
    with app.app_context(), reading():
        assert db.session.get(Tenant, tenant.id).plugins == ["broken"]


@pytest.mark.parametrize("command", ["up", "worker"])
def test_both_servers_take_the_switch(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert (ended.value.code, "--safe" in capsys.readouterr().out) == (0, True)


def test_up_stops_with_one_line(tmp_path, broken, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(broken))
    monkeypatch.setenv("HUTONG_HOME", str(tmp_path / "home"))

    with pytest.raises(SystemExit) as stopped:
        main(["up"])

    assert (stopped.value.code, capsys.readouterr().err) == (1, f"hutong: {MESSAGE}\n")


def test_up_safe_serves(environment, port, broken):  # noqa: F811 - fixtures
    environment |= {"PYTHONPATH": str(broken)}
    with running(environment, port, "--safe") as (_process, health):
        assert "survey" in health["plugins"]
