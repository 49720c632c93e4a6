"""Five faults within a minute: the tool pauses in this community, and there is a way back."""

import uuid

import pytest
from sqlalchemy import select

from core import create_app, hook_calls, plugin_faults
from core.acts.operations import record_act
from core.commands import doctor
from core.database import db, reading
from core.jobs.models import OutboxJob
from core.jobs.runner import run_due_jobs
from core.people.models import Person
from core.plugin_discovery import Origin
from core.plugin_types import MenuEntry, ShareTarget
from core.sharing.operations import create_link
from core.tenants.models import Tenant
from core.tenants.pausing import all_pauses
from tests.faults.chaos import Chaos, raises, work


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def shop(chaos, make_tenant):
    """Its menu fails."""
    chaos.wrong = {"menu": raises}
    return make_tenant("corner")


def visit(tenant, times=1):
    for _ in range(times):
        assert tenant.app.test_client().get(tenant.public("/")).status_code == 200


def fail_five_times(tenant):
    """Until it pauses, and that is written down."""
    with tenant.app.test_request_context():
        for _ in range(plugin_faults.FAULTS_TO_PAUSE):
            with tenant.scope():
                tenant.app.extensions["hutong.plugins"].gather(tenant.info(), "menu", language="en")
    tenant.app.extensions["hutong.pauses"].flush()


def test_the_fifth_fault_within_a_minute_pauses_it_here_and_nowhere_else(shop, chaos, make_tenant):
    elsewhere = make_tenant("elsewhere")
    with shop.scope():
        engine = shop.app.extensions["hutong.plugins"]
        for _ in range(7):
            engine.gather(shop.info(), "menu", language="en")
    assert chaos.calls == ["menu"] * 5
    assert (shop.info().paused, elsewhere.info().paused) == ({"chaos"}, frozenset())

    with elsewhere.scope():
        engine.gather(elsewhere.info(), "menu", language="en")
    assert chaos.calls == ["menu"] * 6


def test_five_faults_in_a_longer_time_are_none(shop, chaos, engine, monkeypatch):
    clock = iter([0, 20, 40, 60, 61, 82, 103])
    monkeypatch.setattr(plugin_faults.time, "monotonic", lambda: next(clock))
    for _ in range(7):
        engine.book.note(shop.id, "chaos", "menu", "", "no")

    assert engine.book.pauses_of(shop.id) == {}


def test_reading_writes_nothing_and_the_flush_makes_it_last(shop, settings, chaos, make_tenant):
    before = shop.info().revision
    visit(shop, 5)
    with shop.app.app_context(), reading():
        assert db.session.get(Tenant, shop.id).paused == {}
    shop.app.extensions["hutong.pauses"].flush()

    assert shop.info().revision == before + 1
    another = create_app(settings, [])
    another.extensions["hutong.plugins"].register(Chaos())
    with another.app_context(), reading():
        found = [(slug, pause.plugin, pause.hook, pause.fault) for slug, pause in all_pauses()]
        assert found == [("corner", "chaos", "menu", "ValueError: no")]
    with another.app_context():
        db.engine.dispose()


def test_the_owner_reads_which_since_when_and_lets_it_try_again(shop, chaos):
    fail_five_times(shop)
    today = shop.owner.get(shop.console("/")).text
    tools = shop.owner.get(shop.console("/settings/tools/")).text

    for page in (today, tools):
        assert "“Chaos” has been paused since" in page
        assert shop.console("/settings/tools/chaos/try") in page
        assert "ValueError" not in page
    assert "has been paused since" not in shop.staff.get(shop.console("/")).text
    assert shop.staff.post(shop.console("/settings/tools/chaos/try")).status_code == 403

    chaos.wrong = {"menu": lambda tenant, _hook: [MenuEntry(label="back again", url="/")]}
    visit(shop)
    assert "back again" not in shop.app.test_client().get(shop.public("/")).text
    before = shop.info().revision
    assert shop.owner.post(shop.console("/settings/tools/chaos/try")).status_code == 302
    assert (shop.info().paused, shop.info().revision) == (frozenset(), before + 1)
    assert "back again" in shop.app.test_client().get(shop.public("/")).text
    assert "has been paused since" not in shop.owner.get(shop.console("/")).text


def test_whoever_still_fails_pauses_again(shop):
    fail_five_times(shop)
    shop.owner.post(shop.console("/settings/tools/chaos/try"))
    fail_five_times(shop)

    assert shop.info().paused == {"chaos"}


def test_switching_it_off_and_on_ends_the_pause(shop):
    fail_five_times(shop)
    for enabled in ("0", "1"):
        shop.owner.post(shop.console("/settings/tools/chaos"), data={"enabled": enabled})

    assert shop.info().paused == frozenset()


def test_another_version_of_the_plugin_is_tried(shop, engine):
    fail_five_times(shop)
    engine.origins["chaos"] = Origin("2.0", "hutong-chaos")

    assert shop.info().paused == frozenset()


def test_slow_hooks_pause_it_as_well(shop, chaos, monkeypatch):
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", 0.02)

    chaos.wrong = {"menu": lambda _tenant, _hook: work(0.03)}
    fail_five_times(shop)

    assert shop.info().paused == {"chaos"}


def test_codes_of_a_tool_that_pauses_say_so(shop, chaos):
    def targets(tenant, _hook):
        return [ShareTarget("chaos", "thing", tenant.id, "Thing", f"http://localhost/{tenant.slug}/thing")]

    chaos.wrong["share_targets"] = targets
    with shop.scope():
        link = create_link(plugin="chaos", object_kind="thing", object_id=shop.id)
        db.session.commit()
        path = shop.public(f"/s/{link.code}")
    visitor = shop.app.test_client()
    assert visitor.get(path).status_code == 302
    fail_five_times(shop)

    paused = visitor.get(path)

    assert (paused.status_code, "Paused for now" in paused.text) == (503, True)
    shop.owner.post(shop.console("/settings/tools/chaos/try"))
    assert visitor.get(path).status_code == 302


def test_what_people_did_meanwhile_is_told_afterwards(shop, chaos, app):
    fail_five_times(shop)
    chaos.calls.clear()
    with shop.scope():
        person = Person(name="Ann")
        db.session.add(person)
        db.session.flush()
        record_act(stage="service", verb="done", person_id=person.id)
        db.session.commit()
    run_due_jobs(app)
    with app.app_context(), reading():
        (job,) = db.session.scalars(select(OutboxJob).where(OutboxJob.kind == "acts.tell"))
        assert (chaos.calls, job.waits_for, job.attempts) == ([], "chaos", 0)

    shop.owner.post(shop.console("/settings/tools/chaos/try"))
    run_due_jobs(app)

    assert chaos.calls.count("act_recorded") == 1


def test_hooks_that_somebody_waits_for_are_called_all_the_same(shop, chaos, engine):
    fail_five_times(shop)
    with shop.scope():
        engine.write(shop.info(), "chaos", "payment_received", payment=None)

    assert chaos.calls[-1] == "payment_received"


def test_the_operator_sees_it_with_its_fault(shop, operator):
    fail_five_times(shop)

    page = operator.get("/-/operator/").text

    assert "chaos pauses in corner" in page
    assert "menu: ValueError: no" in page
    with shop.app.app_context(), reading():
        found = {finding.name: (finding.state, finding.detail) for finding in doctor._work()}
    assert found["pauses"] == ("note", "chaos in corner (menu: ValueError: no)")


def test_a_tenant_that_was_only_tried_out_leaves_no_pause(engine, app, chaos, make_tenant):
    tenant = make_tenant("corner")
    for _ in range(5):
        engine.book.note(tenant.id, "chaos", "menu", "", "no")
    with tenant.scope():
        db.session.delete(db.session.get(Tenant, tenant.id))
        db.session.commit()
    app.extensions["hutong.pauses"].flush()

    assert engine.book.unwritten() == []


def test_what_is_counted_has_a_bound(engine, monkeypatch):
    monkeypatch.setattr(plugin_faults, "_MOST_COUNTED", 10)
    for number in range(50):
        engine.book.note(uuid.uuid4(), "chaos", "menu", "", "no")
        engine.book.count("chaos", f"render {number}")

    assert (len(engine.book._recent), len(engine.faults)) == (10, 11)
