"""A trial becomes somebody's: whole stories, from the claim to the mail and back."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from core.accounts.models import Account
from core.database import db, now, writing
from core.entrance.endings import GRACE
from core.jobs.operations import enqueue
from core.jobs.runner import run_due_jobs
from core.people.models import Person
from core.sharing.models import ShareLink
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant
from tests.entrance.conftest import PASSWORD
from tests.gallery.scene import open_trial, send

NEW = "a lantern over the gate"
EN = {"Accept-Language": "en"}


def claim(guest, email, password=NEW, **more):
    data = {"trial": str(guest.tenant), "email": email, "password": password, "slug": guest.slug, **more}
    return send(guest.client, "/-/claim", data, page=f"/-/claim?slug={guest.slug}")


def sign_in(client, email, password, **more):
    return send(client, "/-/sign-in", {"email": email, "password": password, **more}, page="/-/sign-in")


def press(client, path):
    """Open a mailed link and press its one button."""
    return send(client, path, page=path)


def state_of(app, tenant_id):
    """Status, slug, the owner's account and the codes of a community."""
    with app.app_context(), all_tenants_unsafe("look at the whole story"):
        tenant = db.session.get(Tenant, tenant_id)
        owner = db.session.scalar(select(Person).where(Person.tenant_id == tenant_id, Person.role == "owner"))
        codes = db.session.scalars(select(ShareLink.code).where(ShareLink.tenant_id == tenant_id)).all()
        account = db.session.get(Account, owner.account_id)
        return tenant.status, tenant.slug, account.email, account.claimed_email, codes


@pytest.mark.both_databases
def test_claim_keeps_everything_and_a_link_confirms_the_address(app, guest, post):
    before = state_of(app, guest.tenant)

    answer = claim(guest, "Zhou@Example.com", name="Zhou’s", slug="zhous-shop")

    assert (answer.status_code, answer.location) == (303, "/-/claimed?slug=zhous-shop")
    assert state_of(app, guest.tenant) == ("active", "zhous-shop", None, "zhou@example.com", before[4])
    assert guest.client.get("/console/zhous-shop/").status_code == 200
    [(subject, link, state)] = post("zhou@example.com")
    assert (subject, state) == ("Please confirm your address", "kept")

    press(guest.client, link)

    assert state_of(app, guest.tenant) == ("active", "zhous-shop", "zhou@example.com", None, before[4])


def test_old_address_redirects_for_ever(app, guest, visitor):
    code = state_of(app, guest.tenant)[4][0]

    claim(guest, "zhou@example.com", slug="zhous-shop")

    answer = visitor.get(f"/{guest.slug}/s/{code}?lang=en")
    assert (answer.status_code, answer.location) == (308, f"/zhous-shop/s/{code}?lang=en")


def test_shop_is_called_the_same_in_every_language(app, guest):
    claim(guest, "zhou@example.com", name="Zhou’s")

    with app.app_context():
        assert db.session.get(Tenant, guest.tenant).name == {"en": "Zhou’s", "zh": "Zhou’s"}


def neutral(answer, guest):
    """An answer without what differs for everybody: tokens, the guest's own slug."""
    text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.text).replace(guest.slug, "SLUG")
    headers = [(name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Date")]
    return answer.status_code, text, [(name, value.replace(guest.slug, "SLUG")) for name, value in headers]


def test_known_and_unknown_address_are_answered_alike(app, guest, known, post):
    """Every page and every state the claimant can see is equal, byte for byte; only the mail differs."""
    other = open_trial(app)
    assert len(guest.slug) == len(other.slug)

    first, second = claim(guest, "other@example.com"), claim(other, known)
    assert neutral(first, guest) == neutral(second, other)
    for path in ("/-/claimed?slug={}", "/-/communities", "/-/account", "/console/{}/settings/"):
        one, two = guest.client.get(path.format(guest.slug)), other.client.get(path.format(other.slug))
        assert neutral(one, guest)[1].replace("other@example.com", known) == neutral(two, other)[1]
    assert sign_in(app.test_client(), "other@example.com", NEW).status_code == 303
    assert sign_in(app.test_client(), known, NEW).status_code == 303
    assert [subject for subject, *_ in post("other@example.com")] == ["Please confirm your address"]
    assert [subject for subject, *_ in post(known)] == ["A community is waiting for your account"]


@pytest.mark.both_databases
def test_owner_of_a_known_address_takes_the_trial_over_by_the_mailed_link(app, guest, known, post):
    codes = state_of(app, guest.tenant)[4]
    claim(guest, known)
    [(_, link, _)] = post(known)
    owner = app.test_client()

    assert "Sign in first" in owner.get(link, headers=EN).text
    answer = sign_in(owner, known, PASSWORD, next=link)
    assert answer.location == link
    press(owner, link)

    assert state_of(app, guest.tenant) == ("active", guest.slug, known, None, codes)
    assert owner.get(f"/console/{guest.slug}/").status_code == 200
    assert guest.client.get(f"/console/{guest.slug}/").status_code == 302
    assert "used or is too old" in owner.get(link, headers=EN).text


def test_somebody_else_cannot_use_the_link(app, guest, known, post):
    claim(guest, known)
    [(_, link, _)] = post(known)

    press(guest.client, link)

    assert state_of(app, guest.tenant)[2:4] == (None, known)


def test_signing_in_as_a_guest_takes_the_trial_along(app, guest, known):
    codes = state_of(app, guest.tenant)[4]

    sign_in(guest.client, known, PASSWORD)

    assert state_of(app, guest.tenant) == ("active", guest.slug, known, None, codes)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_claim_of_one_address_does_not_come_along_to_another(app, guest, known):
    claim(guest, "zhou@example.com")

    sign_in(guest.client, known, PASSWORD)

    assert state_of(app, guest.tenant)[2:4] == (None, "zhou@example.com")


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("admin", "kept for the platform"),
        ("No Spaces", "Use 3 to 40 small letters"),
        ("elsewhere", "Somebody already lives at this address"),
    ],
)
def test_slug_that_cannot_be_had_is_explained_and_nothing_is_lost(app, guest, other_tenant, slug, message):
    before = state_of(app, guest.tenant)

    answer = claim(guest, "zhou@example.com", slug=slug, name="Zhou’s")

    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="zhou@example.com"' in answer.text
    assert "Zhou’s" in answer.text
    assert state_of(app, guest.tenant) == before
    state = guest.client.get(f"/-/slug?slug={slug}&trial={guest.tenant}", headers=EN).json
    assert state["free"] is False
    assert message in state["message"]


def test_own_slug_is_free_for_its_owner(guest):
    assert guest.client.get(f"/-/slug?slug={guest.slug}&trial={guest.tenant}").json["free"] is True


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaaaa", "12345678901"])
def test_weak_password_is_refused(app, guest, password):
    assert claim(guest, "zhou@example.com", password).status_code == 422
    assert state_of(app, guest.tenant)[0] == "trial"


def test_nobody_claims_the_trial_of_another(app, guest):
    other = open_trial(app)

    send(other.client, "/-/claim", {"trial": str(guest.tenant), "email": "x@example.com", "password": NEW})

    assert state_of(app, guest.tenant)[0] == "trial"


def test_session_is_new_after_the_claim(guest):
    with guest.client.session_transaction() as session:
        before = session["_user_id"]

    claim(guest, "zhou@example.com")

    with guest.client.session_transaction() as session:
        assert session["_user_id"] != before


class TestEnding:
    """What becomes of a trial that nobody claims in time."""

    @pytest.fixture
    def clock(self, guest, time_machine):
        time_machine.move_to(now(), tick=True)
        return time_machine

    def tidy(self, app):
        with app.app_context(), writing():
            enqueue("accounts.end_trials")
            db.session.commit()
        run_due_jobs(app)

    def test_running_trial_says_until_when_in_its_own_zone(self, app, guest, visitor):
        with app.app_context(), writing():
            tenant = db.session.get(Tenant, guest.tenant)
            tenant.time_zone, tenant.trial_ends_at = (
                "Asia/Shanghai",
                datetime(2126, 11, 24, 10, 30, tzinfo=UTC),
            )
            db.session.commit()

        english, chinese = (visitor.get(f"/{guest.slug}/?lang={language}").text for language in ("en", "zh"))

        assert "On trial until 24 November, 18:30. It stays open if its owner claims it." in english
        assert "试用到 11 月 24 日 18:30，店主认领后就一直开着。" in chinese

    def test_ended_trial_is_closed_and_says_so(self, app, guest, visitor, clock):
        assert visitor.get(f"/{guest.slug}/").headers["X-Robots-Tag"] == "noindex"

        clock.shift(timedelta(hours=49))

        page = visitor.get(f"/{guest.slug}/?lang=en")
        assert page.status_code == 410
        assert "The trial is over" in page.text
        assert "On trial until" not in page.text
        look = re.search(r'href="([^"]+/theme/[^"]+)"', page.text)
        assert visitor.get(urlsplit(look[1]).path).mimetype == "text/css"
        assert (
            "claim it and the door opens again"
            in guest.client.get(f"/console/{guest.slug}/", headers=EN).text
        )

    def test_ended_trial_can_be_claimed_for_two_weeks(self, app, guest, visitor, clock):
        clock.shift(timedelta(hours=48) + GRACE - timedelta(hours=1))
        self.tidy(app)

        claim(guest, "zhou@example.com")

        assert visitor.get(f"/{guest.slug}/?lang=en").status_code == 200

    @pytest.mark.both_databases
    def test_unclaimed_trial_is_deleted_after_that(self, app, guest, clock):
        kept = open_trial(app)
        claim(kept, "zhou@example.com")
        clock.shift(timedelta(hours=49) + GRACE)

        self.tidy(app)

        with app.app_context():
            assert db.session.scalars(select(Tenant.slug)).all() == [kept.slug]
            assert db.session.scalars(select(Account.id)).all() == [kept.account]
