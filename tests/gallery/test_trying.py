"""From the gallery into a console of one's own, without an account."""

import re
from datetime import timedelta

import pytest
from flask_limiter.constants import ConfigVars
from sqlalchemy import func, select

from core.accounts.models import Account
from core.database import db, now
from core.extensions import limiter
from core.gallery.entry import WAIT_SECONDS
from core.people.models import Person
from core.sharing.models import ShareLink
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant
from tests.gallery.scene import send


def ask(client, template="corner-shop", language="en"):
    """Press "Use this" without script: the waiting page."""
    return send(client, f"/-/try/{template}?lang={language}")


def wait_token(page):
    return re.search(r'name="wait" value="([^"]+)"', page.text)[1]


def enter(client, clock, template="corner-shop", language="en"):
    """Go the whole way without script."""
    token = wait_token(ask(client, template, language))
    clock.shift(WAIT_SECONDS + 0.1)
    return send(client, f"/-/try/{template}?lang={language}", {"wait": token})


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(now(), tick=True)
    return time_machine


@pytest.mark.both_databases
def test_trial_is_made_published_and_shared(app, visitor, clock):
    answer = enter(visitor, clock)

    with app.app_context(), all_tenants_unsafe("look at what was made"):
        tenant = db.session.scalar(select(Tenant))
        owner = db.session.scalar(select(Person))
        guest = db.session.scalar(select(Account))
        links = db.session.scalar(select(func.count()).select_from(ShareLink))
    assert (answer.status_code, answer.location) == (303, f"http://localhost/console/{tenant.slug}/")
    assert (tenant.status, tenant.scenario, tenant.languages) == ("trial", "corner-shop", ["en", "zh"])
    assert timedelta(hours=47) < tenant.trial_ends_at - now() < timedelta(hours=48)
    assert (owner.role, owner.account_id, guest.is_guest, tenant.seats_taken) == ("owner", guest.id, True, 1)
    assert links == 1
    assert visitor.get(answer.location).status_code == 200
    assert "Once there was a lane" in app.test_client().get(f"/{tenant.slug}/?lang=en").text


def test_owner_speaks_the_language_of_the_gallery(app, visitor, clock):
    enter(visitor, clock, language="zh")

    with app.app_context():
        assert db.session.scalar(select(Tenant.languages)) == ["zh", "en"]
        assert db.session.scalar(select(Account.language)) == "zh"


def test_impatient_visitor_waits_on(app, visitor, clock):
    token = wait_token(ask(visitor))

    early = send(visitor, "/-/try/corner-shop?lang=en", {"wait": token})

    assert early.status_code == 200
    assert wait_token(early) == token
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Tenant)) == 0


def test_wait_of_another_browser_is_worth_nothing(app, visitor, clock):
    stolen = wait_token(ask(app.test_client()))
    clock.shift(WAIT_SECONDS + 1)

    assert send(visitor, "/-/try/corner-shop", {"wait": stolen}).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Tenant)) == 0


class TestLimits:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"trial_limit": 1})

    def test_full_lane_is_said_and_nothing_is_made(self, app, visitor, clock):
        enter(app.test_client(), clock)

        answer = enter(visitor, clock)

        assert answer.status_code == 503
        assert "The lane is full right now" in answer.text
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Tenant)) == 1
            assert db.session.scalar(select(func.count()).select_from(Account)) == 1

    def test_ended_trial_makes_room(self, app, visitor, clock):
        enter(app.test_client(), clock)
        clock.shift(timedelta(hours=49))

        assert enter(visitor, clock).status_code == 303


def test_wait_is_good_once(app, visitor, clock):
    app.config[ConfigVars.ENABLED] = True
    limiter.init_app(app)
    token = wait_token(ask(visitor))
    clock.shift(WAIT_SECONDS + 1)

    first = send(visitor, "/-/try/corner-shop", {"wait": token})
    again = send(app.test_client(), "/-/try/corner-shop", {"wait": token})

    assert (first.status_code, again.status_code) == (303, 200)


def test_unknown_template_is_not_found(visitor):
    assert ask(visitor, "nothing").status_code == 404
