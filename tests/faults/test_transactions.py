"""Every hook × every fault, in somebody else's transaction: what that wrote stays, the plugin's goes."""

from contextlib import suppress

import pytest
from sqlalchemy import select, update

from core.database import db, reading
from core.hook_sessions import HostTransactionLostError
from core.people.models import Person
from core.tenancy import bind_tenant
from core.tenants.models import Tenant
from tests.faults.chaos import ALWAYS, HOOKS, READERS, WHILE_READING, WRITERS, WRONG_GIFTS

TYPED = set(READERS) - {"public_home"}
"""What ``/<slug>/`` shows may be anything that Flask makes an answer of."""


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def host(app, chaos, patience, make_tenant, engine):
    """``host(hook, fault)`` calls a hook in the middle of its own work; gives the fault that was raised."""
    tenant = make_tenant("corner")
    with tenant.scope():
        db.session.add(Person(name="owner"))
        db.session.execute(update(Tenant).values(settings={"deep": {"list": []}}))
        db.session.commit()

    def call(hook, fault, note):
        chaos.wrong = {hook: fault}
        engine.faults.clear()
        raised = None
        arguments = dict.fromkeys(HOOKS[hook][1:])
        with tenant.scope():
            person = db.session.scalars(select(Person)).one()
            person.note = note
            info = tenant.info()
            before = (dict(info.name), dict(info.settings), dict(info.theme))
            if hook in WRITERS:
                with suppress(Exception):
                    raised = RuntimeError
                    engine.write(info, "chaos", hook, **arguments)
                    raised = None
            elif hook == "public_home":
                assert engine.first(info, hook, accept=list) is None
            else:
                assert engine.gather(info, hook, **arguments) in ([], [("chaos", [])])
            assert (dict(info.name), dict(info.settings), dict(info.theme)) == before
            assert person.note == note  # still one of this session
            db.session.commit()
        with tenant.scope():
            found = [(person.name, person.note) for person in db.session.scalars(select(Person))]
        return found, raised, dict(engine.faults)

    return call


@pytest.mark.both_databases
def test_the_host_goes_on(host):
    wrong = []
    faults = {fault.__name__: (fault, HOOKS) for fault in ALWAYS}
    faults |= {fault.__name__: (fault, READERS) for fault in WHILE_READING}
    faults |= {name: (fault, TYPED) for name, fault in WRONG_GIFTS.items()}
    for name, (fault, hooks) in faults.items():
        for hook in hooks:
            note = f"{name} in {hook}"
            found, raised, counted = host(hook, fault, note)
            times = 2 if name == "calls_itself" else 1
            told = RuntimeError if hook in WRITERS else None
            expected = ([("owner", note)], told, {("chaos", hook): times})
            if (found, raised, counted) != expected:
                wrong.append((note, found, raised, counted))
    assert wrong == []


def test_what_is_right_is_no_fault(host):
    """The control: nothing, and a thing of the right type."""
    for hook in HOOKS:
        assert host(hook, lambda _tenant, _hook: None, hook) == ([("owner", hook)], None, {})


@pytest.mark.parametrize("passing", [KeyboardInterrupt, GeneratorExit])
def test_who_ends_the_program_is_heard(chaos, engine, make_tenant, passing):
    tenant = make_tenant("corner")

    def ends(_tenant, _hook):
        raise passing

    chaos.wrong = {"menu": ends}

    with tenant.scope(), pytest.raises(passing):
        engine.gather(tenant.info(), "menu", language="en")


def test_what_a_writer_wrote_before_it_failed_is_undone(host, chaos):
    def writes_and_fails(_tenant, _hook):
        db.session.execute(update(Person).values(note="smuggled"))
        db.session.flush()
        raise KeyError

    found, raised, _counted = host("act_recorded", writes_and_fails, "kept")

    assert (found, raised) == ([("owner", "kept")], RuntimeError)


def test_who_gets_round_the_guards_fails_the_request_that_writes(chaos, patience, engine, make_tenant):
    """What the page wrote is gone with its transaction, and must not be committed by half."""
    tenant = make_tenant("corner")
    chaos.wrong = {"menu": lambda _tenant, _hook: db.session().get_transaction().rollback()}

    with tenant.scope():
        db.session.add(Person(name="owner"))
        with pytest.raises(HostTransactionLostError):
            engine.gather(tenant.info(), "menu", language="en")
    with tenant.app.app_context(), reading():
        bind_tenant(db.session(), tenant.id)
        assert engine.gather(tenant.info(), "menu", language="en") == []
        assert db.session.scalars(select(Person)).all() == []
