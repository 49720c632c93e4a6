"""Signing in and out, guessing, and forgotten passwords."""

from collections import Counter

import pytest
from argon2 import PasswordHasher
from flask_limiter.constants import ConfigVars

from core.extensions import limiter
from tests.entrance.conftest import PASSWORD
from tests.gallery.scene import make_account, send, signed_in

EN = {"Accept-Language": "en"}


def sign_in(client, email, password=PASSWORD, **more):
    return send(client, "/-/sign-in", {"email": email, "password": password, **more}, page="/-/sign-in")


def is_in(client):
    return client.get("/-/account").status_code == 200


def body(answer):
    """What a page says, without its one-time token."""
    return [line for line in answer.text.splitlines() if "csrf_token" not in line]


def test_right_password_opens(visitor, known):
    answer = sign_in(visitor, "  Known@Example.com ")

    assert (answer.status_code, answer.location) == (303, "/-/communities")
    assert is_in(visitor)


def test_unknown_address_and_wrong_password_are_answered_alike(app, known):
    wrong = sign_in(app.test_client(), known, "not this one at all")
    unknown = sign_in(app.test_client(), "nobody@example.com", "not this one at all")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert body(wrong) == [line.replace("nobody@example.com", known) for line in body(unknown)]


def test_as_many_passwords_are_checked_for_every_address(app, known, monkeypatch):
    """Time is equal because work is equal: argon2 runs as often for nobody as for somebody."""
    runs = Counter()
    verify = PasswordHasher.verify

    def counted(self, hashed, password):
        runs[password] += 1
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    sign_in(app.test_client(), known, "guess for somebody")
    sign_in(app.test_client(), "nobody@example.com", "guess for nobody..")

    assert runs["guess for somebody"] == runs["guess for nobody.."] == 3


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "//evil.example@localhost",
        "//localhost@evil.example",
        "http://localhost.evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_next_never_leaves_the_host(visitor, known, target):
    assert sign_in(visitor, known, next=target).location == "/-/communities"


def test_next_leads_on_inside(visitor, known):
    assert sign_in(visitor, known, next="/console/corner/?a=1").location == "/console/corner/?a=1"


def test_session_id_is_new_at_sign_in_and_a_planted_one_is_refused(app, visitor, known):
    with visitor.session_transaction() as session:
        session["_user_id"] = "planted by somebody else"
    assert not is_in(visitor)

    sign_in(visitor, known)

    with visitor.session_transaction() as session:
        assert session["_user_id"] != "planted by somebody else"


def test_session_outlives_the_browser_s_window(visitor, known):
    answer = sign_in(visitor, known)

    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("hutong_session=")]
    assert "Expires=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in visitor.get("/-/communities").headers


def test_signing_out_ends_the_session_itself(app, visitor, known):
    sign_in(visitor, known)
    with visitor.session_transaction() as session:
        kept = session["_user_id"]

    send(visitor, "/-/sign-out", page="/-/communities")

    with visitor.session_transaction() as session:
        session["_user_id"], session["_fresh"] = kept, True
    assert not is_in(visitor)


def test_guest_is_warned_before_the_trial_is_out_of_reach(guest):
    answer = send(guest.client, "/-/sign-out", page="/-/communities")

    assert "Claim it before you leave" in answer.text
    assert is_in(guest.client)
    send(guest.client, "/-/sign-out", {"sure": "1"}, page="/-/communities")
    assert not is_in(guest.client)


def test_signing_out_everywhere_holds_at_once(app):
    account = make_account(app, "zhou@example.com", PASSWORD)
    here, there = signed_in(app, account), signed_in(app, account)

    send(here, "/-/sign-out-everywhere", page="/-/account")

    assert (is_in(here), is_in(there)) == (True, False)


def test_new_password_signs_the_others_out(app):
    account = make_account(app, "zhou@example.com", PASSWORD)
    here, there = signed_in(app, account), signed_in(app, account)

    answer = send(
        here,
        "/-/account/password",
        {"current": PASSWORD, "password": "another walk in the lane"},
        page="/-/account/password",
    )

    assert answer.status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)
    assert sign_in(app.test_client(), "zhou@example.com").status_code == 422
    assert sign_in(app.test_client(), "zhou@example.com", "another walk in the lane").status_code == 303


def test_new_address_counts_once_it_is_confirmed(app, post):
    here = signed_in(app, make_account(app, "old@example.com", PASSWORD))

    send(
        here,
        "/-/account/address",
        {"email": "new@example.com", "current": PASSWORD},
        page="/-/account/address",
    )
    assert sign_in(app.test_client(), "old@example.com").status_code == 303
    [(_, link, _)] = post("new@example.com")
    send(here, link, page=link)

    assert sign_in(app.test_client(), "old@example.com").status_code == 422
    assert sign_in(app.test_client(), "new@example.com").status_code == 303


def test_forgotten_password_is_answered_alike_and_only_the_mail_knows(app, known, post):
    first = send(app.test_client(), "/-/forgot", {"email": known}, page="/-/forgot")
    other = send(app.test_client(), "/-/forgot", {"email": "nobody@example.com"}, page="/-/forgot")

    assert body(first) == [line.replace("nobody@example.com", known) for line in body(other)]
    assert [subject for subject, *_ in post(known)] == ["Set a new password"]
    assert [subject for subject, *_ in post("nobody@example.com")] == [
        "There is no account with this address"
    ]


def test_mailed_link_sets_a_password_once(app, known, post):
    elsewhere = app.test_client()
    sign_in(elsewhere, known)
    send(app.test_client(), "/-/forgot", {"email": known}, page="/-/forgot")
    [(_, link, _)] = post(known)
    browser = app.test_client()

    answer = send(browser, link, {"password": "another walk in the lane"}, page=link)

    assert answer.status_code == 303
    assert (is_in(browser), is_in(elsewhere)) == (True, False)
    assert app.test_client().get(link, headers=EN).status_code == 404


def test_weak_new_password_does_not_use_the_link_up(app, known, post):
    send(app.test_client(), "/-/forgot", {"email": known}, page="/-/forgot")
    [(_, link, _)] = post(known)

    assert send(app.test_client(), link, {"password": "password123"}, page=link).status_code == 422
    assert app.test_client().get(link).status_code == 200


class TestGuessing:
    """T19: many passwords from many addresses; few are looked at, and the owner gets in."""

    @pytest.fixture(autouse=True)
    def limits(self, app):
        app.config[ConfigVars.ENABLED] = True
        limiter.init_app(app)

    def guess(self, app, email, number):
        client = app.test_client()
        environ = {"REMOTE_ADDR": f"10.{number // 250}.{number % 250}.7"}
        return send(
            client,
            "/-/sign-in",
            {"email": email, "password": f"wrong password {number}"},
            page="/-/sign-in",
            environ_base=environ,
        )

    def test_few_guesses_are_looked_at_whether_or_not_the_address_is_known(self, app, known):
        for email in (known, "nobody@example.com"):
            codes = Counter(self.guess(app, email, number).status_code for number in range(34))

            assert codes == {422: 30, 429: 4}

    def test_owner_on_a_known_device_is_not_locked_out(self, app, known):
        device = app.test_client()
        sign_in(device, known)
        send(device, "/-/sign-out", page="/-/communities")
        for number in range(31):
            self.guess(app, known, number)

        assert sign_in(app.test_client(), known).status_code == 429
        assert sign_in(device, known).status_code == 303

    def test_owner_elsewhere_gets_in_by_mail(self, app, known, post):
        for number in range(31):
            self.guess(app, known, number)
        send(app.test_client(), "/-/forgot", {"email": known}, page="/-/forgot")
        [(_, link, _)] = post(known)
        browser = app.test_client()

        assert send(browser, link, {"password": "another walk in the lane"}, page=link).status_code == 303
        assert is_in(browser)

    def test_one_address_gets_few_mails(self, app, known, post):
        for _ in range(6):
            send(app.test_client(), "/-/forgot", {"email": known}, page="/-/forgot")

        assert len(post(known)) == 3


class TestForgery:
    """T10: what changes something comes from our own page."""

    @pytest.fixture(autouse=True)
    def as_in_production(self, app):
        app.config["WTF_CSRF_ENABLED"] = True

    @pytest.mark.parametrize(
        "path", ["/-/sign-in", "/-/sign-out", "/-/claim", "/-/forgot", "/-/account", "/-/try/corner-shop"]
    )
    def test_change_without_the_page_s_token_is_refused(self, guest, path):
        assert guest.client.post(path, data={}).status_code == 400

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
        ],
    )
    def test_change_from_another_site_is_refused(self, visitor, known, headers):
        page = visitor.get("/-/sign-in")
        token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

        answer = visitor.post(
            "/-/sign-in", data={"csrf_token": token, "email": known, "password": PASSWORD}, headers=headers
        )

        assert answer.status_code == 400
        assert not is_in(visitor)
