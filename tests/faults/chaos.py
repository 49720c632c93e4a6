"""A plugin that does everything wrong, made from the list of hooks, and a list of what can be wrong."""

import asyncio
import inspect
import itertools
import time
import uuid

from flask import g
from markupsafe import Markup
from sqlalchemy import delete, select, text, update

from core.database import db
from core.hookspecs import TenantHooks, hookimpl
from core.people.models import Person
from core.plugin_manager import plugins
from core.plugin_types import Manifest, MenuEntry
from core.tenancy import bind_tenant

HOOKS = {
    name: list(inspect.signature(function).parameters)[1:]
    for name, function in inspect.getmembers(TenantHooks, inspect.isfunction)
    if not name.startswith("_")
}
WRITERS = sorted(name for name in HOOKS if getattr(getattr(TenantHooks, name), "writes", False))
READERS = sorted(set(HOOKS) - set(WRITERS))


class Chaos:
    """Implements every hook; `wrong` says which of them do what. All others give nothing."""

    __name__ = "chaos.plugin"
    __file__ = __file__

    def __init__(self):
        self.wrong = {}
        self.calls = []

    @hookimpl
    def manifest(self):
        title = {"zh": "乱", "en": "Chaos"}
        return Manifest(name="chaos", title=title, summary=title, icon="plug", api="1.0", order=1)

    def do(self, hook, tenant):
        self.calls.append(hook)
        fault = self.wrong.get(hook)
        return fault(tenant, hook) if fault else None


def _implementation(name):
    arguments = ", ".join(HOOKS[name])
    namespace = {}
    exec(f"def {name}(self, {arguments}): return self.do({name!r}, tenant)", namespace)
    return hookimpl(namespace[name])


for _name in HOOKS:
    setattr(Chaos, _name, _implementation(_name))


def raises(_tenant, _hook):
    db.session.add(Person(name="smuggled"))
    msg = "no"
    raise ValueError(msg)


class UnspeakableError(Exception):
    def __str__(self):
        msg = "not even this"
        raise ValueError(msg)


def says_nothing(_tenant, _hook):
    raise UnspeakableError


def says_too_much(_tenant, _hook):
    raise ValueError("x" * 1_000_000)


def leaves(_tenant, _hook):
    raise SystemExit


def is_cancelled(_tenant, _hook):
    raise asyncio.CancelledError


def recurses(tenant, hook):
    return recurses(tenant, hook)


def calls_itself(tenant, hook):
    others = dict.fromkeys(HOOKS[hook][1:])
    if hook in WRITERS:
        plugins().write(tenant, "chaos", hook, **others)
    plugins().gather(tenant, hook, **others)
    msg = "called itself and went on"
    raise ValueError(msg)


def poisons(_tenant, _hook):
    db.session.execute(text("SELECT * FROM nowhere_at_all"))


def poisons_a_flush(_tenant, _hook):
    known = db.session.scalars(select(Person)).first()
    db.session.add_all([Person(id=known.id, name="smuggled", role="nobody at all, too long for the column")])
    db.session.flush()


def commits(_tenant, _hook):
    db.session.add(Person(name="smuggled"))
    db.session.commit()


def rolls_back(_tenant, _hook):
    db.session.rollback()


def closes(_tenant, _hook):
    db.session.remove()


def resets(_tenant, _hook):
    db.session.reset()


def empties_the_session(_tenant, _hook):
    db.session.expunge_all()


def changes_the_tenant(_tenant, _hook):
    db.session().info["tenant_id"] = uuid.uuid4()


def forgets_the_tenant(_tenant, _hook):
    db.session().info.clear()


def binds_another_tenant(_tenant, _hook):
    bind_tenant(db.session(), uuid.uuid4())


def sees_all_tenants(_tenant, _hook):
    db.session().info.update(all_tenants=True)


def puts_itself_in_place(_tenant, _hook):
    g.tenant = "somebody else"


def mutates(tenant, _hook):
    tenant.name["en"] = "smuggled"


def mutates_settings(tenant, _hook):
    tenant.settings["deep"]["list"].append("smuggled")


def mutates_the_look(tenant, _hook):
    tenant.theme.update(accent="smuggled")


ALWAYS = (
    raises,
    says_nothing,
    says_too_much,
    leaves,
    is_cancelled,
    recurses,
    calls_itself,
    poisons,
    poisons_a_flush,
    commits,
    rolls_back,
    closes,
    resets,
    empties_the_session,
    changes_the_tenant,
    forgets_the_tenant,
    binds_another_tenant,
    sees_all_tenants,
    puts_itself_in_place,
    mutates,
    mutates_settings,
    mutates_the_look,
)
"""Wrong in any hook."""


def writes(_tenant, _hook):
    db.session.execute(update(Person).values(note="smuggled"))


def writes_sql(_tenant, _hook):
    db.session.execute(text("UPDATE person SET note = 'smuggled'"))


def deletes(_tenant, _hook):
    db.session.execute(delete(Person))


def asks_for_the_connection(_tenant, _hook):
    db.session.connection().exec_driver_sql("UPDATE person SET note = 'smuggled'")


def smuggles(_tenant, _hook):
    for person in db.session.scalars(select(Person)):
        person.note = "smuggled"
    db.session.flush()


def forgets_half_way(_tenant, _hook):
    """A generator that breaks after its first thing."""
    yield None
    raise KeyError


def never_ends(_tenant, hook):
    if hook in ("slot", "public_home"):
        return Markup("x") * 9_000_000
    if hook == "starter_export":
        return itertools.repeat(1)
    return itertools.repeat(MenuEntry(label="again", url="/") if hook == "menu" else "smuggled")


WHILE_READING = (
    writes,
    writes_sql,
    deletes,
    asks_for_the_connection,
    smuggles,
    forgets_half_way,
    never_ends,
)
"""Wrong in a hook that only reads."""


def work(seconds):
    """Keep the processor busy: that is slow on any machine, however much others have to do on it."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def giving(value):
    """A hook that gives `value`."""
    return lambda _tenant, _hook: value


WRONG_GIFTS = {
    f"gives {value!r}"[:60]: giving(value)
    for value in (5, object, [None], {1: 1}, b"\0", [MenuEntry(label=None, url="/")], "\ud800")
}
"""Of the wrong type, for any hook that promises one."""
