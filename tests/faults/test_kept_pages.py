"""Pages that are kept for everybody: none is kept without a tool that only failed once."""

import time

import pytest

from core.accounts.models import Account
from core.database import db, now, writing
from core.gallery.catalog import all_templates
from core.gallery.trials import open_community
from core.plugin_types import MenuEntry
from core.tenants import pausing
from core.testing.application import TenantUnderTest
from tests.faults.chaos import raises


@pytest.fixture
def site(app, chaos):
    """A community with a home page and, in its menu, what the chaos plugin offers."""
    with app.app_context(), writing():
        owner = Account(email="ann@corner.example", name="Owner", language="en", confirmed_at=now())
        db.session.add(owner)
        db.session.flush()
        tenant, _info = open_community(
            template=all_templates()[0], slug="corner", languages=["en"], owner=owner, trial_hours=None
        )
        tenant.plugins = [*tenant.plugins, "chaos"]
        db.session.commit()
        chaos.wrong = {"menu": works}
        return TenantUnderTest(app, tenant.id, "corner")


def works(_tenant, _hook):
    return [MenuEntry(label="Made by chaos", url="/corner/chaos")]


def home(tenant):
    answer = tenant.app.test_client().get(tenant.public("/"))
    assert answer.status_code == 200
    return "Made by chaos" in answer.text


def asked(chaos):
    """How often its menu was asked for since this was last asked."""
    times = chaos.calls.count("menu")
    chaos.calls.clear()
    return times > 0


def test_a_page_without_a_tool_that_failed_is_not_kept(site, chaos):
    chaos.wrong = {"menu": raises}
    assert not home(site)
    chaos.wrong = {"menu": works}

    assert home(site)
    asked(chaos)
    assert (home(site), asked(chaos)) == (True, False)  # from what is kept


def test_pages_are_made_anew_for_a_pause_and_for_its_end(site, chaos, app):
    assert home(site)
    asked(chaos)
    chaos.wrong = {"menu": raises}
    for _ in range(5):
        with site.scope():
            app.extensions["hutong.plugins"].gather(site.info(), "menu", language="en")
    app.extensions["hutong.pauses"].flush()
    asked(chaos)
    assert (home(site), asked(chaos)) == (False, False)

    chaos.wrong = {"menu": works}
    site.owner.post(site.console("/settings/tools/chaos/try"))

    assert home(site)


def test_a_thread_of_its_own_writes_it_down(site, chaos, app, monkeypatch):
    monkeypatch.setattr(pausing, "WRITE_SECONDS", 0.01)
    monkeypatch.setattr(app, "testing", False)
    chaos.wrong = {"menu": raises}
    for _ in range(5):
        assert not home(site)

    book = app.extensions["hutong.plugins"].book
    for _ in range(500):
        if not book.unwritten():
            break
        time.sleep(0.01)

    assert site.info().paused == {"chaos"}
    assert book.unwritten() == []
