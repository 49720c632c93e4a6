"""Who may pass which door: the whole table of rules × methods × callers, derived from the URL map.

A POST is sent without any token. Somebody who may call the route is then refused as a forger, which shows
that the policy let them in and changes nothing; anybody else meets the answer of the policy.
"""

import pytest

from core.policy import ROLES, may
from tests.security.doors import all_rows, changed_tables, doors, invented, opening_arguments


def expected(door, method, caller):
    """What the policy promises to `caller`: a class of answers."""
    if door.is_personal and caller != "holder":
        return "not found"
    role = caller if caller in ROLES else None
    allowed = may(
        door.policy,
        role=role,
        is_account=caller != "visitor",
        is_operator=caller == "operator",
    )
    if allowed:
        return "opens" if method == "GET" or door.surface == "public" else "asks for a token"
    if door.surface == "public":
        return "join"
    if caller == "visitor":
        return "sign in"
    return "not found" if role is None or door.surface == "platform" else "forbidden"


def met(door, method, answer):
    """The class of an answer."""
    location = answer.headers.get("Location", "")
    if "/-/sign-in" in location:
        return "sign in"
    if location.endswith("/join") and door.policy.audience != "anyone":
        return "join"
    if method == "POST" and answer.status_code in (400, 422):
        return "opens" if door.surface == "public" else "asks for a token"
    named = {403: "forbidden", 404: "not found"}
    return named.get(answer.status_code, "opens" if answer.status_code < 400 else answer.status_code)


def test_every_door_opens_to_those_its_policy_names_and_looking_changes_nothing(street):
    street.app.config["WTF_CSRF_ENABLED"] = True
    before = all_rows(street.app)

    wrong = []
    for door in doors(street.app):
        path = door.path(street.app, street.tenant.slug, street.samples)
        for method in door.methods:
            for caller, client in street.callers_at(door).items():
                answer = client.open(path, method=method, buffered=True)
                promised, found = expected(door, method, caller), met(door, method, answer)
                if promised != found:
                    wrong.append((door.endpoint, method, caller, promised, found, answer.status_code))

    assert "\n".join(map(str, wrong)) == ""
    assert changed_tables(before, all_rows(street.app)) == []


@pytest.mark.both_databases
def test_what_belongs_to_another_tenant_looks_like_nothing_on_public_pages(app, tenant, other_tenant):
    """Status and body are those of something that never existed, and nothing is written."""
    theirs = opening_arguments(app, other_tenant)
    missing, member = invented(theirs), tenant.member
    before = all_rows(app)

    tried = []
    for door in doors(app, "public"):
        names = door.named(theirs)
        if not names:
            continue
        for method in door.methods:
            for client in (app.test_client(), member):
                answers = []
                for samples in (theirs, missing):
                    answer = client.open(door.path(app, tenant.slug, samples), method=method, buffered=True)
                    body = answer.text
                    given = {**samples[door.owner], **samples.get(door.endpoint, {})}
                    for value in sorted((str(given[name]) for name in names), key=len, reverse=True):
                        body = body.replace(value, "…")
                    answers.append((answer.status_code, body, sorted(answer.headers.keys())))
                assert (door.endpoint, method, answers[0][0]) == (door.endpoint, method, 404)
                assert answers[0] == answers[1]
        tried.append(door.endpoint)

    assert {"sharing.follow", "media.photo", "people.personal_link"} <= set(tried)
    assert changed_tables(before, all_rows(app)) == []


def test_their_own_visitors_find_what_strangers_do_not(street):
    """The control of the test above: the same addresses open at the tenant they belong to."""
    visitor = street.app.test_client()

    closed = []
    for door in doors(street.app, "public"):
        if "GET" in door.methods and door.named(street.theirs):
            client = street.their_holders[door.owner] if door.is_personal else visitor
            answer = client.get(door.path(street.app, street.other.slug, street.theirs), buffered=True)
            if answer.status_code >= 400:
                closed.append((door.endpoint, answer.status_code))

    assert closed == []
