"""Hosts and addresses that somebody else chose: nobody is led away, nothing is built from them."""

import itertools
from urllib.parse import urljoin, urlsplit

import pytest

from core.accounts.models import Account
from core.accounts.passwords import hash_password
from core.database import db, now, writing
from core.jobs.runner import run_due_jobs
from core.mail.models import MailMessage
from core.testing.contracts.doors import doors

STRANGE_HOSTS = (
    "evil.example",
    "localhost.evil.example",
    "evil.example:80",
    "evil.example@localhost",
    "localhost@evil.example",
    "8.8.8.8",
    "0x7f000001",
    "[2001:4860::1]",
    "hutong.example.evil.example",
    "hutong.example.",
)
AWAY = (
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    r"/\evil.example",
    r"\\evil.example",
    r"\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example/..//evil.example",
    "//localhost@evil.example",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "javascript:alert(1)",
    "data:text/html,evil.example",
    "//evil%E3%80%82example",
    "/\u2028/evil.example",
    "//\u3002evil.example",
)
PASSWORD = "a long and winding lane"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"url": "https://hutong.example"})


@pytest.fixture
def account(app):
    with app.app_context(), writing():
        db.session.add(
            Account(email="ann@street.example", password_hash=hash_password(PASSWORD), confirmed_at=now())
        )
        db.session.commit()


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_strange_hosts_are_refused_and_not_repeated(app, tenant, host):
    client = app.test_client()

    for path in ("/", "/-/sign-in", "/-/forgot", "/corner/", "/console/corner/", "/healthz"):
        answer = client.get(path, headers={"Host": host})
        assert (path, answer.status_code in (400, 404, 421)) == (path, True)
        assert "evil.example" not in answer.text + str(answer.headers)


def test_forwarded_hosts_are_not_believed(street):
    """Without a proxy that is trusted, these headers are anybody's."""
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "X-Forwarded-Server": "evil.example",
        "X-Host": "evil.example",
        "X-Original-URL": "/-/operator/",
        "X-Rewrite-URL": "/-/operator/",
        "X-HTTP-Method-Override": "POST",
        "X-Forwarded-Prefix": "//evil.example",
        "Forwarded": "host=evil.example",
    }

    led = []
    for door in doors(street.app):
        path = door.path(street.app, street.tenant.slug, street.samples)
        for caller in ("visitor", "owner"):
            answer = street.callers[caller].open(path, method=door.methods[0], headers=forged, buffered=True)
            said = answer.get_data() + str(answer.headers).encode()
            if b"evil.example" in said or b"gopher:" in said:
                led.append((door.endpoint, caller))

    assert led == []


@pytest.mark.parametrize("host", ["localhost", "10.6.6.6", "127.0.0.1:6666"])
def test_mailed_links_lead_to_the_configured_address(app, account, tenant, host):
    """Whatever name the request came by."""
    client = app.test_client()
    headers = {"Host": host, "X-Forwarded-Host": "evil.example"}

    client.post("/-/forgot", data={"email": "ann@street.example"}, headers=headers)
    client.post("/-/forgot", data={"email": "nobody@street.example"}, headers=headers)
    run_due_jobs(app)

    with app.app_context():
        mails = db.session.query(MailMessage).all()
        texts = [mail.text + mail.html for mail in mails]
    assert len(texts) == 2
    for text in texts:
        assert "https://hutong.example/" in text
        assert not [name for name in ("evil.example", "10.6.6.6", "6666", "localhost/") if name in text]


@pytest.mark.parametrize("target", AWAY)
def test_signing_in_leads_to_this_host(app, account, target):
    client = app.test_client()

    answer = client.post(
        "/-/sign-in",
        query_string={"next": target},
        data={"email": "ann@street.example", "password": PASSWORD, "next": target},
    )

    assert (answer.status_code, host_led_to(answer.location)) == (303, "localhost")


def host_led_to(location):
    """The host a browser goes to: it drops tabs and line ends, and reads a backslash as a slash."""
    read = location.strip(" \t\r\n").translate(str.maketrans("\\", "/", "\t\r\n"))
    return urlsplit(urljoin("http://localhost/-/sign-in", read)).netloc


def test_signing_in_leads_back_to_where_somebody_came_from(app, account):
    """The control of the test above."""
    form = {"email": "ann@street.example", "password": PASSWORD, "next": "/console/corner/?x=1"}

    assert app.test_client().post("/-/sign-in", data=form).location == "/console/corner/?x=1"
    assert [host_led_to(away) for away in ("//evil.example", r"/\evil.example", "/\t/evil.example")] == [
        "evil.example"
    ] * 3


def test_no_route_takes_an_address_to_go_to(street):
    names = (
        "next",
        "back",
        "return",
        "return_to",
        "url",
        "to",
        "target",
        "redirect",
        "continue",
        "r",
        "lang",
    )
    forged = dict(zip(names, itertools.cycle(["//evil.example", "https://evil.example"])))

    led = []
    for door in doors(street.app):
        path = door.path(street.app, street.tenant.slug, street.samples)
        for method, caller in itertools.product(door.methods, ("visitor", "owner")):
            answer = street.callers[caller].open(
                path,
                method=method,
                query_string=forged,
                data=forged if method == "POST" else None,
                headers={"Referer": "https://evil.example/"},
                buffered=True,
            )
            if "evil.example" in answer.headers.get("Location", "").partition("?")[0]:
                led.append((door.endpoint, method, caller))

    assert led == []
