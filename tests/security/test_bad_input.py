"""Whatever arrives, the answer is a page that says so: never a fault.

Forms and their fields are read off the pages themselves, so that a new form is in the sweep by itself.
Commits are turned into flush and rollback: the database checks every row and none changes, so that the
order of the routes does not matter.
"""

import uuid
from io import BytesIO

import pytest
from flask import request

from core.database import GuardedSession
from core.testing.contracts.doors import doors
from core.testing.contracts.pages import path_of, read_page

KEPT = ("csrf_token", "form_token")
LONG = "长x" * 12_000
BAD_VALUES = {
    "nothing": "",
    "very long": LONG,
    "a zero byte": "a\0b",
    "digits": "9" * 40,
    "below zero": "-1",
    "no number": "NaN",
    "a day that never was": "0000-00-00T00:00",
    "a day out of range": "9999-12-31T23:59",
    "an id of nothing": str(uuid.UUID(int=1)),
    "marks": "\u202e\ufeff\u2028\U0001f4a9\x1b[31m\r\n'\"<>&;%s{0}{{7*7}}${7*7}",
    "a list": ["1", "2", ""],
}
ALONE = ("very long", "digits")
"""Also sent in one field while all others hold what the page put there."""
BAD_PLACES = ("%00", "a%00b", "%ff%fe", "..%2f..%2fetc%2fpasswd", "z" * 4000, "%E2%80%AE", "-1", "9" * 40)
QUERY = ("page", "q", "role", "days", "link", "lang", "via", "size", "first", "second", "trial", "slug", "to")
BAD_BODIES = {
    "broken bytes": (b"name=\xff\xfe&email=%ED%A0%80&code=%ff", "application/x-www-form-urlencoded"),
    "json": (b'{"name": [1, {"a": null}]}', "application/json"),
    "no boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "cut off": (b'--x\r\nContent-Disposition: form-data; name="a"', "multipart/form-data; boundary=x"),
    "a thousand fields": (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
}


@pytest.fixture
def unchanging(street, monkeypatch):
    """The street, whose rows are checked as if they were kept, and never are."""

    def check_only(session):
        session.flush()
        session.rollback()

    monkeypatch.setattr(GuardedSession, "commit", check_only)
    return street


def caller_of(door):
    """The strongest who may call."""
    if door.policy.audience == "operator":
        return "operator"
    if door.is_personal:
        return "holder"
    return "visitor" if door.surface == "public" and door.policy.audience in ("anyone", "token") else "owner"


def forms_of(street):
    """(client, path, fields, files) of every form on every page, each address once."""
    found = {}
    for door in doors(street.app):
        if "GET" not in door.methods:
            continue
        for caller in {caller_of(door), "member" if door.surface == "public" else caller_of(door)}:
            path = door.path(street.app, street.tenant.slug, street.samples)
            answer = street.callers_at(door)[caller].get(path, buffered=True)
            if answer.mimetype != "text/html":
                continue
            forms, _links = read_page(answer.text, f"http://localhost{path}")
            for form in forms:
                if form.method == "POST" and path_of(form.action):
                    key = (path_of(form.action).partition("?")[0], tuple(form.fields))
                    found[key] = (
                        street.callers_at(door)[caller],
                        path_of(form.action),
                        form.fields,
                        form.files,
                    )
    return list(found.values())


def spoilt(fields, files, alone):
    """(name, data) of every way in which a form is sent badly."""
    kept = {name: value for name, value in fields.items() if name in KEPT}
    yield "as it is", fields
    if not fields.keys() - kept and not files:
        return  # a button
    for name, value in BAD_VALUES.items():
        yield name, {**dict.fromkeys((*fields, *files), value), **kept}
    for field in fields:
        if field not in KEPT:
            for name in alone:
                yield f"{name} in {field}", {**fields, field: BAD_VALUES[name]}
    for field in files:
        for content in (b"", b"GIF89a<script>", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\0" * 99):
            yield "a bad file", {**fields, field: (BytesIO(content), "../../a\u202e\0.png")}


@pytest.mark.both_databases
def test_no_form_breaks_whatever_is_sent(unchanging, database_kind):
    alone = ALONE if database_kind == "postgresql" else ()  # SQLite takes texts of any length
    forms = forms_of(unchanging)
    posts = {door.endpoint for door in doors(unchanging.app) if "POST" in door.methods}
    reached, broken = set(), []
    unchanging.app.before_request_funcs[None].insert(0, lambda: reached.add(request.endpoint))

    for client, path, fields, files in forms:
        for name, data in spoilt(fields, files, alone):
            multipart = "multipart/form-data" if files else "application/x-www-form-urlencoded"
            answer = client.post(path, data=data, content_type=multipart)
            answer.request.environ["wsgi.input"].close()  # werkzeug's client keeps a large body in a file
            if answer.status_code >= 500:
                broken.append((path, name, answer.status_code))

    assert "\n".join(map(str, broken)) == ""
    assert len(posts & reached) > 0.6 * len(posts)


def test_no_route_breaks_on_a_bad_body(unchanging):
    broken = []
    for door in doors(unchanging.app):
        if "POST" not in door.methods:
            continue
        path = door.path(unchanging.app, unchanging.tenant.slug, unchanging.samples)
        for name, (body, content_type) in BAD_BODIES.items():
            client = unchanging.callers_at(door)[caller_of(door)]
            answer = client.post(path, data=body, content_type=content_type)
            if answer.status_code >= 500:
                broken.append((door.endpoint, name, answer.status_code))

    assert "\n".join(map(str, broken)) == ""


@pytest.mark.both_databases
def test_no_address_breaks_whatever_stands_in_it(unchanging):
    broken = []
    for door in doors(unchanging.app):
        if "GET" not in door.methods:
            continue
        client = unchanging.callers_at(door)[caller_of(door)]
        path = door.path(unchanging.app, unchanging.tenant.slug, unchanging.samples)
        addresses = [f"{path}?{'&'.join(f'{name}={bad}' for name in QUERY)}" for bad in BAD_PLACES]
        for name in door.rule.arguments:
            marked = door.path(unchanging.app, unchanging.tenant.slug, _with(door, unchanging.samples, name))
            addresses += [marked.replace("MARK", bad) for bad in BAD_PLACES if "MARK" in marked]
        for address in addresses:
            answer = client.get(address, buffered=True)
            if answer.status_code >= 500:
                broken.append((door.endpoint, address[:80], answer.status_code))

    assert "\n".join(map(str, broken)) == ""


def _with(door, samples, name):
    """The samples with a mark where `name` is text."""
    given = {**samples[door.owner], **samples.get(door.endpoint, {})}
    is_text = isinstance(given.get(name, "x"), str)
    return samples | {door.endpoint: {**given, **({name: "MARK"} if is_text else {})}}


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "hutong_session=\xff\xfe; hutong_person=\xed\xa0\x80; hutong_device=%00"},
        {"Cookie": "hutong_session=" + "." * 5000 + "; hutong_person=" + "a" * 5000},
        {"Accept-Language": "zh-\xff;q=a,,;;*"},
        {"Accept-Language": "x" * 5000},
        {"Referer": "http://[::1"},
        {"Origin": "http://[::1"},
        {"Host": "[::1"},
        {"Host": "localhost:port"},
        {"Host": "localhost:99999999"},
        {"If-None-Match": '"\xff', "If-Modified-Since": "0000", "Range": "bytes=9-1,-"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/corner/join", "/console/corner/", "/-/static/0/css/tokens.css"])
def test_no_header_breaks_a_page(app, tenant, headers, path):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client(use_cookies=False)

    for method in ("GET", "POST"):
        assert client.open(path, method=method, headers=headers, buffered=True).status_code < 500


def test_an_old_address_keeps_whatever_query_it_was_given(app, tenant):
    tenant.owner.post("/console/corner/settings/address", data={"slug": "corner-new"})

    answer = app.test_client().get("/corner/join?via=%ff%fe&lang=zh")

    assert (answer.status_code, answer.location) == (308, "/corner-new/join?via=%ff%fe&lang=zh")
