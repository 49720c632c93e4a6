"""A plugin that does everything wrong, in every hook: the pages stay, and the fault has a name."""

import inspect
import time

import pytest
from sqlalchemy import select, text, update

from core import hook_calls, plugin_faults
from core.database import db
from core.hookspecs import TenantHooks, hookimpl
from core.people.models import Person
from core.plugin_types import Manifest

HOOKS = {
    name: list(inspect.signature(function).parameters)[1:]
    for name, function in inspect.getmembers(TenantHooks, inspect.isfunction)
    if not name.startswith("_")
}
WRITERS = {name for name in HOOKS if getattr(getattr(TenantHooks, name), "writes", False)}
READERS = sorted(set(HOOKS) - WRITERS - {"starter_export"})
"""Hooks that pages call; a fault of the others is a message to whoever asked for it."""


def raises(_tenant):
    msg = "no"
    raise ValueError(msg)


def leaves(_tenant):
    raise SystemExit


def recurses(tenant):
    return recurses(tenant)


def poisons(_tenant):
    db.session.execute(text("SELECT * FROM nowhere_at_all"))


def commits(_tenant):
    db.session.add(Person(name="smuggled"))
    db.session.commit()


def rolls_back(_tenant):
    db.session.rollback()


def closes(_tenant):
    db.session.remove()


def writes(_tenant):
    db.session.execute(update(Person).values(note="smuggled"))


def smuggles(_tenant):
    for person in db.session.scalars(select(Person)):
        person.note = "smuggled"
    db.session.flush()


def forgets_half_way(_tenant):
    """A generator that breaks after its first thing."""
    yield None
    raise KeyError


def mutates(tenant):
    tenant.name["en"] = "smuggled"
    tenant.plugins.add("smuggled")


FAULTS = {
    function.__name__: function
    for function in (
        raises,
        leaves,
        recurses,
        poisons,
        commits,
        rolls_back,
        closes,
        writes,
        smuggles,
        forgets_half_way,
        mutates,
    )
}
FAULTS |= {
    f"gives {value!r}": lambda _tenant, value=value: value for value in (5, object, [None], {1: 1}, b"\0")
}
HARMLESS = {"gives nothing": lambda _tenant: None}


class Chaos:
    """Implements every hook that pages call, with the fault in force."""

    __name__ = "chaos.plugin"
    __file__ = __file__
    fault = staticmethod(raises)

    @hookimpl
    def manifest(self):
        title = {"zh": "乱", "en": "Chaos"}
        return Manifest(name="chaos", title=title, summary=title, icon="plug", api="1.0", order=1)


def _implementation(name):
    arguments = ", ".join(HOOKS[name])
    namespace = {}
    exec(f"def {name}(self, {arguments}): return self.fault(tenant)", namespace)
    return hookimpl(namespace[name])


for _name in READERS:
    setattr(Chaos, _name, _implementation(_name))


@pytest.fixture
def chaos(app, monkeypatch):
    """The plugin, enabled; readers meet it between the tools that work."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(plugin_faults, "FAULTS_TO_PAUSE", 1_000_000)
    plugin = Chaos()
    app.extensions["hutong.plugins"].register(plugin)
    return plugin


def pages_of(tenant):
    yield tenant.owner, tenant.console("/")
    yield tenant.owner, tenant.console("/share/")
    yield tenant.owner, tenant.console("/media/")
    yield tenant.app.test_client(), tenant.public("/")
    yield tenant.app.test_client(), tenant.public("/join")


@pytest.mark.both_databases
def test_pages_stay_and_faults_are_counted_with_the_name(app, chaos, make_tenant, monkeypatch):
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", float("inf"))  # a busy machine makes everybody slow
    tenant = make_tenant("corner")
    engine = app.extensions["hutong.plugins"]
    pages, broken, uncounted = list(pages_of(tenant)), [], {}

    for name, fault in (FAULTS | HARMLESS).items():
        chaos.fault, before = fault, set(engine.faults)
        engine.faults.clear()
        for client, path in pages:
            answer = client.get(path)
            if answer.status_code != 200 or "smuggled" in answer.text:
                broken.append((name, path, answer.status_code))
        saved = tenant.owner.post(
            tenant.console("/settings/business"),
            data={"name_en": name, "languages": ["en"], "first_language": "en", "time_zone": "UTC"},
        )
        if saved.status_code != 302 or tenant.info().name["en"] != name:
            broken.append((name, "saving", saved.status_code))
        counted = {hook for plugin, hook in engine.faults if plugin == "chaos"}
        missed = {"menu", "slot", "waiting", "share_targets", "photos_in_use"} - counted
        if name in FAULTS and missed:
            uncounted[name] = sorted(missed)
        assert {plugin for plugin, _hook in engine.faults} <= {"chaos"}, before

    with tenant.scope():
        assert [person.note for person in db.session.scalars(select(Person))] == [""]
    assert broken == []
    assert uncounted == {}


def test_a_fault_is_logged_with_plugin_and_hook(app, chaos, make_tenant, caplog):
    tenant = make_tenant("corner")

    tenant.app.test_client().get(tenant.public("/"))

    assert "plugin chaos failed in hook menu" in caplog.messages


def test_a_slow_hook_is_a_counted_fault_and_is_heard(app, chaos, make_tenant, monkeypatch):
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", 0.01)
    tenant = make_tenant("corner")

    def slowly(_tenant):
        time.sleep(0.02)
        return "late but here"

    chaos.fault = slowly

    assert tenant.app.test_client().get(tenant.public("/")).text == "late but here"
    assert app.extensions["hutong.plugins"].faults["chaos", "public_home"] == 1


def test_without_a_fault_the_plugin_is_heard(app, chaos, make_tenant):
    """The control: the same hooks, working."""
    tenant = make_tenant("corner")
    chaos.fault = lambda _tenant: "here is the plugin"

    assert tenant.app.test_client().get(tenant.public("/")).text == "here is the plugin"
