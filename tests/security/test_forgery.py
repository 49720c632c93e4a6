"""What changes something must come from our own page, opened in the same browser."""

import re

import pytest
from sqlalchemy import func, select

from core.database import db
from core.fields.token import TOKEN_FIELD, issue_form_token
from core.people.models import Person
from core.testing.contracts.doors import doors
from core.testing.contracts.rows import all_rows, changed_tables

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM_TOKEN = re.compile(r'name="form_token"[^>]*value="([^"]+)"')
ELSEWHERE = {
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "a sibling's site": {"Sec-Fetch-Site": "same-site"},
    "foreign origin": {"Origin": "https://evil.example"},
    "origin that begins like ours": {"Origin": "http://localhost.evil.example"},
    "no origin to speak of": {"Origin": "null"},
}


@pytest.fixture
def sealed(street):
    """The street with everybody's token: forms are checked as in production."""
    street.app.config["WTF_CSRF_ENABLED"] = True
    pages = {"owner": street.tenant.console("/settings/business"), "operator": "/-/account"}
    tokens = {
        caller: TOKEN.search(street.callers[caller].get(pages.get(caller, "/-/sign-in")).text)[1]
        for caller in ("owner", "operator", "visitor")
    }
    return street, tokens


def caller_of(door):
    if door.policy.audience == "operator":
        return "operator"
    return "owner" if door.surface == "console" or door.policy.audience == "account" else "visitor"


def test_forged_requests_change_nothing_on_any_route(sealed):
    street, tokens = sealed
    before = all_rows(street.app)

    taken = []
    for door in doors(street.app, "platform", "console"):
        if "POST" not in door.methods:
            continue
        path, caller = door.path(street.app, street.tenant.slug, street.samples), caller_of(door)
        strangers = next(token for name, token in tokens.items() if name != caller)
        forged = {"no token": ({}, ""), "another session's token": ({}, strangers)}
        forged |= {name: (headers, tokens[caller]) for name, headers in ELSEWHERE.items()}
        for name, (headers, token) in forged.items():
            answer = street.callers[caller].post(path, data={"csrf_token": token}, headers=headers)
            if answer.status_code != 400:
                taken.append((door.endpoint, name, answer.status_code))

    assert taken == []
    assert changed_tables(before, all_rows(street.app)) == []


def test_our_own_pages_are_believed(sealed):
    """The control: the same tokens, sent from here, open every one of these routes."""
    street, tokens = sealed

    refused = []
    for door in doors(street.app, "platform", "console"):
        if "POST" not in door.methods or door.endpoint in ("accounts.sign_out", "accounts.sign_out_of_all"):
            continue
        path, caller = door.path(street.app, street.tenant.slug, street.samples), caller_of(door)
        answer = street.callers[caller].post(
            path,
            data={"csrf_token": tokens[caller]},
            headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        )
        if answer.status_code == 400:
            refused.append(door.endpoint)
        tokens[caller] = TOKEN.search(street.callers[caller].get("/-/sign-in").text)[1]

    assert refused == []


def foreign_tokens(street):
    """Tokens that are signed by us, but for other forms."""
    objects = ("people", street.samples["core"]["object_id"])
    with street.app.app_context():
        for purpose in ("join", "leave", "survey"):
            for named in objects:
                yield issue_form_token(tenant=street.other.id, object_id=named, version=1, purpose=purpose)
        yield issue_form_token(tenant=street.tenant.id, object_id="people", version=1, purpose="other")


def test_public_forms_take_no_foreign_tokens(street):
    fields = {"name": "Eve", "consent": "y", "email": "eve@evil.example", "code": "000000"}
    tokens = ["", "garbage", *foreign_tokens(street)]
    before = all_rows(street.app)

    for door in doors(street.app, "public"):
        if "POST" not in door.methods:
            continue
        path = door.path(street.app, street.tenant.slug, street.samples)
        for token in tokens:
            for caller in ("visitor", "member"):
                street.callers[caller].post(path, data={**fields, TOKEN_FIELD: token})

    assert changed_tables(before, all_rows(street.app)) == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_public_forms_are_not_sent_from_other_sites(app, tenant, name):
    visitor = app.test_client()
    token = FORM_TOKEN.search(visitor.get("/corner/join").text)[1]
    form = {TOKEN_FIELD: token, "name": "Ann", "consent": "y"}

    forged = visitor.post("/corner/join", data=form, headers=ELSEWHERE[name])
    sent = visitor.post("/corner/join", data=form, headers={"Origin": "http://localhost"})

    assert (forged.status_code, sent.status_code) == (400, 302)
    with tenant.scope():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
