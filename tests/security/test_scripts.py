"""In real Chromium: a community full of tags and handlers runs none of them, on any of its screens."""

import itertools

import pytest

from core.database import db
from core.hookspecs import hookimpl
from core.plugin_types import Manifest
from core.tenants.models import Tenant
from core.testing.browser import Visits
from core.testing.contracts.callers import opening_arguments
from core.testing.contracts.doors import doors
from tests.security.filling import answer_forms, mark_texts, open_filled

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) '",
    "javascript:alert(1)",
    "</title></style></textarea></script><script>alert(1)</script>",
    '[x](javascript:alert(1)) ![x](x" onerror="alert(1))',
    '<a href="java\tscript:alert(1)">x</a><base href=//evil.example>',
    '<iframe srcdoc="<script>parent.alert(1)</script>">',
    "<style>@import '//evil.example'</style><meta http-equiv=refresh content=0;//evil.example>",
    "${alert(1)}{{constructor.constructor('alert(1)')()}}",
    "\u202e<ScRiPt>alert(1)</sCrIpT>\u2028",
)
RAN = "window.ran = []; window.alert = text => window.ran.push(text);"
"""A script that gets to run says so."""


def screens_of(app, tenant, samples):
    """(who looks, address) of every page there is, each by the strongest who may."""
    clients = {"owner": tenant.owner, "visitor": app.test_client()}
    for door in doors(app):
        name = "visitor" if door.surface == "public" else "owner"
        path = door.path(app, tenant.slug, samples)
        if "GET" in door.methods and door.surface != "platform":
            answer = clients[name].get(path, buffered=True)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield name, path


def cookie_of(client, address):
    held = client.get_cookie("hutong_session")
    return {"name": held.key, "value": held.value, "url": address}


def walk(visits, screens, address, tenant):
    """Look at every screen; gives what ran."""
    pages = {name: visits.open(language="en") for name in ("owner", "visitor")}
    pages["owner"].context.add_cookies([cookie_of(tenant.owner, address)])
    ran = []
    for page in pages.values():
        page.add_init_script(RAN)
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for name, path in screens:
        pages[name].goto(address + path, wait_until="load")
        pages[name].wait_for_timeout(30)
        if pages[name].evaluate("window.ran.length") or "evil.example" in pages[name].url:
            ran.append(path)
    return ran


def test_no_screen_runs_what_somebody_wrote(app, serve, chromium):
    cycle = itertools.cycle(PAYLOADS)
    tenant = open_filled(app, "wicked", lambda _place: next(cycle))
    samples = opening_arguments(app, tenant)
    mark_texts(tenant, lambda _place: next(cycle))
    answer_forms(tenant, app.test_client(), lambda _place: next(cycle))
    screens = list(screens_of(app, tenant, samples))
    visits = Visits(chromium)

    ran = walk(visits, screens, serve(app), tenant)
    visits.close()

    assert ran == []
    assert visits.faults == []
    assert len(screens) > 50


class Careless:
    """A plugin whose author forgot to escape."""

    __name__ = "careless.plugin"
    __file__ = __file__

    @hookimpl
    def manifest(self):
        title = {"zh": "假", "en": "Fake"}
        return Manifest(name="careless", title=title, summary=title, icon="plug", api="1.0")

    @hookimpl
    def slot(self, tenant, name, language):
        return f"<p>{tenant.name_in(language)}</p>" if language == "none" else Unescaped(tenant)


class Unescaped(str):
    """Passes for markup and is what somebody wrote."""

    __slots__ = ()

    def __new__(cls, tenant):
        return super().__new__(cls, f"<p>{tenant.name_in('en')}</p>")

    def __html__(self):
        return str(self)


@pytest.mark.parametrize("payload", PAYLOADS[:2])
def test_a_careless_plugin_is_caught(app, serve, chromium, payload):
    """The control: the same walk over a page that does not escape. The policy stops it, and says so."""
    app.extensions["hutong.plugins"].register(Careless())
    tenant = open_filled(app, "wicked", lambda _place: payload)
    mark_texts(tenant, lambda _place: payload)
    with tenant.scope():
        db.session.get_one(Tenant, tenant.id).plugins = ["careless", "site", "survey"]
        db.session.commit()
    visits = Visits(chromium)

    walk(visits, [("owner", tenant.console("/"))], serve(app), tenant)
    visits.close()

    assert [fault for fault in visits.faults if "Content Security Policy" in fault] != []
