"""Every screen there is, derived from the URL map, on a phone and a desktop, light and dark, zh and en.

Each is opened in Chromium by somebody who may: axe finds nothing, it does not scroll sideways, its scripts
raise nothing, no other machine is asked for anything, its QR codes can be read. Pictures are kept as
test-results/screens-*.png.
"""

import zlib

import pytest

from core.testing.accessibility import axe_violations
from core.testing.browser import DESKTOP, PHONE, screenshot
from core.testing.codes import read_codes
from core.testing.contracts.callers import holders, opening_arguments

LOOKS = {
    "phone-light-zh": (PHONE, "zh", False),
    "desktop-dark-en": (DESKTOP, "en", True),
    "phone-dark-en": (PHONE, "en", True),
    "desktop-light-zh": (DESKTOP, "zh", False),
}
"""A screen is looked at in the first two or the last two: on both devices, in both lights and languages."""
ROOT_OF = {"platform": "", "console": "/console/{}", "public": "/{}"}


def looks_of(endpoint):
    """The two looks of a screen; the same in every run, whatever screens are added."""
    half = 2 * (zlib.crc32(endpoint.encode()) % 2)
    return list(LOOKS)[half : half + 2]


def guest_of(rule, policy):
    """Who opens a screen: the weakest who may, the owner wherever somebody must be known."""
    if policy.audience == "operator":
        return "operator"
    if policy.audience == "holder":
        return "holder"
    if rule.subdomain == "public":
        return "visitor" if policy.audience in ("anyone", "token") else "member"
    return "visitor" if rule.subdomain == "platform" and policy.audience != "account" else "owner"


def every_screen(app, tenant, samples, clients, look):
    """(guest, endpoint, path) of each route that answers a GET with a page, and is seen in a look."""
    engine = app.extensions["hutong.plugins"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.subdomain, rule.endpoint)):
        if "GET" not in rule.methods or look not in looks_of(rule.endpoint):
            continue
        owner = rule.endpoint.partition(".")[0].removesuffix("_console")
        given = samples[owner if owner in engine.manifests else "core"] | samples.get(rule.endpoint, {})
        values = {name: given.get(name, "x") for name in rule.arguments}
        adapter = app.url_map.bind("localhost", subdomain=rule.subdomain)
        path = ROOT_OF[rule.subdomain].format(tenant.slug) + adapter.build(rule.endpoint, values)
        guest = guest_of(rule, app.view_functions[rule.endpoint].policy)
        answer = clients[guest].get(path)
        answer.close()
        is_inert = "sandbox" in answer.headers.get("Content-Security-Policy", "")  # a mail: no script, no axe
        if answer.status_code in (200, 500) and answer.mimetype == "text/html" and not is_inert:
            yield guest, rule.endpoint, path


def cookies_of(client, slug, address):
    """What a test client's cookie jar holds, for a browser."""
    held = (client.get_cookie("hutong_session"), client.get_cookie("hutong_person", path=f"/{slug}"))
    return [
        {"name": cookie.key, "value": cookie.value, "url": address + cookie.path.rstrip("/") + "/"}
        for cookie in held
        if cookie
    ]


def faults_of(page):
    # A preview in the gallery is a picture: its body is inert, its frame carries the name.
    faults = [] if page.locator("body[inert]").count() else axe_violations(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append("scrolls sideways")
    codes = [code for code in page.locator(".qr").all() if code.is_visible()]
    faults += ["a code that cannot be read" for code in codes if len(read_codes(code.screenshot())) != 1]
    return faults


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_is_sound(app, tenant, visitor, operator, serve, new_page, look):
    device, language, dark = LOOKS[look]
    clients = {"owner": tenant.owner, "member": tenant.member, "visitor": visitor, "operator": operator}
    samples = opening_arguments(app, tenant)
    clients["holder"] = holders(app, tenant, samples)["club"]
    screens = list(every_screen(app, tenant, samples, clients, look))
    address = serve(app)
    pages = {}
    for guest, client in clients.items():
        pages[guest] = new_page(device, language=language, dark=dark)
        pages[guest].context.add_cookies(cookies_of(client, tenant.slug, address))

    found = {}
    for guest, endpoint, path in screens:
        page = pages[guest]
        status = page.goto(f"{address}{path}?lang={language}").status
        found[endpoint] = faults_of(page) if status == 200 else [f"answers {status}"]
        screenshot(page, f"screens-{look}-{endpoint}")

    assert {endpoint: faults for endpoint, faults in found.items() if faults} == {}
