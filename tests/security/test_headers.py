"""What every answer says about itself, whichever route gives it and whoever asks."""

import re

import pytest

from core.accounts.models import Account
from core.accounts.tokens import issue_token
from core.database import db, writing
from core.testing.contracts.doors import doors

FRAMED = re.compile(r"frame|preview")
"""Only what is called so may be framed, and by ourselves alone."""
MAIL = "operator.mail_frame"
"""Mails carry their style in themselves; the frame that shows them runs nothing."""
KEPT_BY_ALL = {
    "static_files.static_file",
    "theming.stylesheet",
    "theming_preview.preview_stylesheet",
    "media.photo",
    "gallery.theme",
    "club.icon",
}


def directives(answer):
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


def faults_of(door, caller, answer):
    """What is wrong with the headers of one answer."""
    policy, headers = directives(answer), answer.headers
    sources = {source for name, given in policy.items() for source in given if name != "sandbox"}
    if door.endpoint == MAIL and answer.status_code == 200:
        sources -= {"'unsafe-inline'"} if policy["style-src"] == ["'unsafe-inline'"] else set()
        sources |= {"mail without sandbox"} if "sandbox" not in policy or "script-src" in policy else set()
    loose = sources - {"'none'", "'self'", "data:", "blob:"}
    if loose or policy["default-src"] != ["'none'"]:
        yield f"loose policy: {loose}"
    if answer.mimetype == "text/html":
        framed = FRAMED.search(door.endpoint) and answer.status_code == 200
        if policy["frame-ancestors"] not in ([["'none'"], ["'self'"]] if framed else [["'none'"]]):
            yield f"may be framed: {policy['frame-ancestors']}"
        if "Cookie" not in headers.get("Vary", "") or "Accept-Language" not in headers["Vary"]:
            yield f"varies by {headers.get('Vary')}"
    referrer = "no-referrer" if door.policy.anonymous else "same-origin"
    if headers.get("X-Content-Type-Options") != "nosniff" or headers.get("Referrer-Policy") != referrer:
        yield "sniffing or referrer"
    yield from keeping_faults(door, caller, answer)


def keeping_faults(door, caller, answer):
    """Who may keep an answer: files everybody, pages of somebody known nobody."""
    kept = {part.strip() for part in answer.headers.get("Cache-Control", "").split(",")}
    if door.endpoint in KEPT_BY_ALL and answer.status_code == 200:
        if "public" not in kept or "Vary" in answer.headers or "Set-Cookie" in answer.headers:
            yield f"a file for everybody: {answer.headers}"
    elif door.policy.anonymous and (kept != {"no-store"} or "Set-Cookie" in answer.headers):
        yield f"an anonymous answer: {answer.headers}"
    elif "public" in kept:
        yield "kept by everybody"
    elif answer.mimetype in ("application/json", "text/csv") and kept != {"no-store"}:
        yield f"data kept: {kept}"
    elif answer.mimetype == "text/html" and "no-store" not in kept and "private" not in kept:
        yield f"page kept: {kept}"
    elif is_page_of_console(door, caller, answer) and kept != {"no-store"}:
        yield f"page of the console kept: {kept}"


def is_page_of_console(door, caller, answer):
    return door.surface == "console" and caller != "visitor" and answer.mimetype == "text/html"


def test_every_answer_is_sealed(street):
    street.callers["owner"].get("/")  # the session's first answer renews its cookie
    wrong = []
    for door in doors(street.app):
        for method in door.methods:
            for caller in ("visitor", "owner", "operator"):
                client = street.callers[caller]
                if method == "POST" and caller != "visitor":
                    continue
                path = door.path(street.app, street.tenant.slug, street.samples)
                answer = client.open(path, method=method, buffered=True)
                wrong += [(door.endpoint, method, caller, fault) for fault in faults_of(door, caller, answer)]

    assert "\n".join(map(str, wrong)) == ""


def test_the_inspection_finds_loose_answers(app, tenant):
    """The control: the same eyes on answers that are not sealed."""
    front = next(door for door in doors(app) if door.endpoint == "console.today")
    answer = tenant.owner.get(front.path(app, tenant.slug, {"core": {}}))
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors *"
    )
    answer.headers["Cache-Control"] = "public, max-age=60"
    del answer.headers["Vary"], answer.headers["X-Content-Type-Options"]

    assert len(list(faults_of(front, "owner", answer))) == 5


def test_public_pages_give_visitors_no_cookie(street):
    visitor = street.app.test_client()

    given = {
        door.endpoint: answer.headers.getlist("Set-Cookie")
        for door in doors(street.app, "public")
        for method in door.methods
        for answer in [
            visitor.open(
                door.path(street.app, street.tenant.slug, street.samples), method=method, buffered=True
            )
        ]
        if "Set-Cookie" in answer.headers
    }

    # In a live room phones are told apart, so that each votes once: by a cookie of that room alone.
    assert set(given) == {"meeting.live", "meeting.guest_live"}
    assert all("HttpOnly" in one and "Path=/" in one for [one] in given.values())


@pytest.mark.parametrize(
    ("address", "names", "flags"),
    [
        (
            "https://localhost",
            {"__Host-session": "/", "hutong_device": "/-/", "hutong_person": "/corner"},
            {"Secure", "HttpOnly", "SameSite=Lax"},
        ),
        (
            "http://192.168.1.20",
            {"hutong_session": "/", "hutong_device": "/-/", "hutong_person": "/corner"},
            {"HttpOnly", "SameSite=Lax"},
        ),
    ],
)
def test_cookies_are_out_of_reach_of_scripts_other_sites_and_other_tenants(
    app, tenant, address, names, flags
):
    guest, visitor = app.test_client(), app.test_client()
    landing = guest.get("/", base_url=address)
    guest.post("/-/sign-in", data={"email": "a@b.example", "password": "x"}, base_url=address)
    page = visitor.get("/corner/join", base_url=address).text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    joined = visitor.post(
        "/corner/join", data={"form_token": token, "name": "Ann", "consent": "y"}, base_url=address
    )
    reset = sign_in_by_mail(app, guest, address)

    cookies = [
        *landing.headers.getlist("Set-Cookie"),
        *joined.headers.getlist("Set-Cookie"),
        *reset.headers.getlist("Set-Cookie"),
    ]
    found = {}
    for cookie in cookies:
        name, *attributes = cookie.split("; ")
        found[name.partition("=")[0]] = next(a[5:] for a in attributes if a.startswith("Path="))
        assert {a for a in attributes if not a.startswith(("Path=", "Expires=", "Max-Age="))} == flags

    assert found == names


def sign_in_by_mail(app, client, address):
    """Choose a password by a mailed link, which signs in."""
    with app.app_context(), writing():
        account = Account(claimed_email="ann@street.example")
        db.session.add(account)
        db.session.flush()
        token = issue_token(account, "reset")
        db.session.commit()
    return client.post(f"/-/reset/{token}", data={"password": "a long and winding lane"}, base_url=address)
