"""The database goes away while a hook runs: the page says so, and no plugin is to blame."""

from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError, TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from core.database import db
from core.people.models import Person
from core.plugin_faults import FAULTS_TO_PAUSE
from tests.faults.chaos import poisons


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def shop(chaos, make_tenant):
    return make_tenant("corner")


def visit(tenant):
    return tenant.app.test_client().get(tenant.public("/")).status_code


def breaks_the_connection(_tenant, _hook):
    """What a failover does to it: the next statement finds nobody at the other end."""
    own = Session.connection(db.session())
    if own.dialect.name == "postgresql":
        number = own.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as another:
            another.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
    else:
        own.connection.driver_connection.close()
    db.session.execute(text("SELECT 1"))


def breaks_it_and_goes_on(tenant, hook):
    try:
        breaks_the_connection(tenant, hook)
    except Exception as error:
        msg = "the plugin's own words"
        raise ValueError(msg) from error


def breaks_it_and_says_nothing(tenant, hook):
    with suppress(Exception):
        breaks_the_connection(tenant, hook)


def finds_no_connection(_tenant, _hook):
    msg = "QueuePool limit reached"
    raise PoolTimeoutError(msg)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "lost", [breaks_the_connection, breaks_it_and_goes_on, breaks_it_and_says_nothing, finds_no_connection]
)
def test_a_lost_connection_is_no_plugins_fault(shop, chaos, engine, lost):
    def once(tenant, hook):
        chaos.wrong = {}
        return lost(tenant, hook)

    assert visit(shop) == 200
    for hook in sorted(set(chaos.calls)):
        chaos.wrong = {hook: once}
        assert (hook, visit(shop), visit(shop)) == (hook, 503, 200)
    assert dict(engine.book.counts) == {}
    assert len(set(chaos.calls)) > 1


@pytest.mark.both_databases
def test_a_plugins_own_statement_that_fails_is_its_fault(shop, chaos, engine):
    chaos.wrong = {"menu": poisons}
    assert [visit(shop) for _ in range(FAULTS_TO_PAUSE)] == [200] * FAULTS_TO_PAUSE
    assert [pause.plugin for pause in engine.book.unwritten()] == ["chaos"]


@pytest.mark.both_databases
def test_what_the_page_could_not_write_is_not_the_plugins_fault(shop, engine):
    """The savepoint around a hook writes what the page had in hand; that is refused before the hook."""
    with shop.scope():
        db.session.add(Person(id="no id", name="owner"))
        with pytest.raises(StatementError):
            engine.gather(shop.info(), "menu", language="en")
    assert dict(engine.book.counts) == {}
