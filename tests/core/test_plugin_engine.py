"""The engine, with throw-away plugins that misbehave."""

import pytest
from flask import Blueprint
from sqlalchemy import func, select

from core import CORE, _translation_folders, create_app
from core.cli import hutong
from core.database import db
from core.features import FEATURE_PERMISSIONS
from core.hookspecs import hookimpl
from core.people.models import Person
from core.plugin_discovery import Origin
from core.plugin_rules import RESERVED, PluginError, check_permissions, check_routes
from core.plugin_types import Manifest, MenuEntry
from core.policy import policy

TITLE = {"zh": "假", "en": "Fake"}


class FakePlugin:
    """A plugin made of an object; subclasses misbehave."""

    __name__ = "fake.plugin"
    __file__ = __file__
    name = "fake"

    @hookimpl
    def manifest(self):
        return Manifest(name=self.name, title=TITLE, summary=TITLE, icon="plug", api="1.0")


class Good(FakePlugin):
    name = "good"

    @hookimpl
    def menu(self, tenant, language):
        return [MenuEntry(label=f"{tenant.slug} {language}", url="/")]


class Raises(FakePlugin):
    name = "raises"

    @hookimpl
    def menu(self, tenant):
        yield MenuEntry(label="half", url="/")
        raise RecursionError


class Commits(FakePlugin):
    name = "commits"

    @hookimpl
    def menu(self, tenant):
        db.session.commit()


class Writes(FakePlugin):
    name = "writes"

    @hookimpl
    def menu(self, tenant):
        db.session.add(Person(name="smuggled"))
        db.session.flush()


class Broken(FakePlugin):
    name = "broken"

    @hookimpl
    def starter_apply(self, tenant, starter):
        db.session.add(Person(name="half-way"))
        db.session.flush()
        msg = "no"
        raise ValueError(msg)


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def engine(app):
    return app.extensions["hutong.plugins"]


def test_one_fault_leaves_the_others_alone(engine, make_tenant):
    for plugin in (Raises(), Commits(), Good()):
        engine.register(plugin)
    tenant = make_tenant("corner")

    with tenant.scope():
        labels = [entry.label for entry in engine.gather_items(tenant.info(), "menu", language="en")]

    assert labels == ["corner en"]
    assert dict(engine.faults) == {("raises", "menu"): 1, ("commits", "menu"): 1}


def test_only_enabled_plugins_are_called(engine, make_tenant):
    engine.register(Good())
    tenant = make_tenant("corner", plugins=[])

    with tenant.scope():
        assert engine.gather_items(tenant.info(), "menu", language="en") == []


def test_a_reading_hook_cannot_write(engine, make_tenant):
    engine.register(Writes())
    tenant = make_tenant("corner")

    with tenant.scope():
        engine.gather(tenant.info(), "menu", language="en")
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_failing_writer_is_rolled_back_and_told(engine, make_tenant):
    engine.register(Broken())
    tenant = make_tenant("corner")

    with tenant.scope():
        db.session.add(Person(name="before"))
        with pytest.raises(ValueError, match="no"):
            engine.write(tenant.info(), "broken", "starter_apply", starter=None)
        assert db.session.scalars(select(Person.name)).all() == ["before"]


@pytest.mark.parametrize(
    ("name", "title", "message"),
    [
        ("Two Words", TITLE, "is not one short lower-case word"),
        ("fake", {"en": "Fake"}, "title is missing in zh or en"),
        ("tenant", TITLE, "no plugin can be called 'tenant': it is a command of hutong"),
    ],
)
def test_bad_manifests_are_refused(engine, name, title, message):
    plugin = FakePlugin()
    plugin.manifest = lambda: Manifest(name=name, title=title, summary=TITLE, icon="plug", api="1.0")

    with pytest.raises(PluginError, match=message):
        engine.register(plugin)


def test_every_command_of_the_core_is_a_name_no_plugin_can_have():
    assert set(hutong.commands) == RESERVED


def test_a_name_is_taken_once(engine):
    engine.register(Good())

    with pytest.raises(PluginError, match="two plugins are called 'good'"):
        engine.register(Good())


def test_a_route_without_policy_stops_the_start(settings):
    app = create_app(settings, [])
    careless = Blueprint("careless", __name__, subdomain="platform")
    careless.add_url_rule("/-/careless", view_func=lambda: "", endpoint="view")
    app.register_blueprint(careless)

    with pytest.raises(PluginError, match=r"/-/careless \(careless.view\) has no @policy"):
        check_routes(app)


WORDS = {"zh": "开门", "en": "Open"}


@pytest.mark.parametrize(
    ("audience", "permission", "words", "message"),
    [
        ("staff", "gate.open", {"gate.open": WORDS}, None),
        ("staff", "gate.open", {}, "gate.view: permission 'gate.open' has no words"),
        ("staff", "gate.open", {"gate.open": {"en": "Open"}}, "has no words in zh and en"),
        ("staff", "people.see", {"gate.open": WORDS}, "does not begin with gate."),
        ("admin", "gate.open", {"gate.open": WORDS}, "stands on a route for admin"),
        ("staff", "", {"gate.open": WORDS}, "'gate.open' has words but no route declares it"),
    ],
)
def test_permissions_are_declared_with_words_by_whom_they_narrow(
    settings, audience, permission, words, message
):
    app = create_app(settings, [])
    gate = Blueprint("gate", __name__, subdomain="console")
    gate.add_url_rule("/gate", view_func=policy(audience, permission=permission)(lambda: ""), endpoint="view")
    app.register_blueprint(gate)
    groups = {"gate": words} | {group.name: group.permissions for group in FEATURE_PERMISSIONS}

    if message is None:
        check_permissions(app, groups, {"gate"})
        return
    with pytest.raises(PluginError, match=message):
        check_permissions(app, groups, {"gate"})


def test_a_guest_never_changes_a_word_of_the_house(app, tmp_path):
    """Of two catalogs that translate one text the later counts."""
    engine = app.extensions["hutong.plugins"]
    guest = Good()
    guest.__file__ = str(tmp_path / "plugin.py")
    (tmp_path / "translations").mkdir()
    engine.register(guest, Origin("1.0", "hutong-good"))

    folders = _translation_folders(engine)

    assert folders[0] == tmp_path / "translations"
    assert {folder.relative_to(CORE).parts[-1] for folder in folders[-3:]} == {"translations"}
