"""Contract: each door opens to those its policy names, and to nobody else.

A POST is sent without any token. Somebody who may call the route is then refused as a forger, which shows
that the policy let them in and changes nothing; anybody else meets the answer of the policy.
"""

from typing import Any

from core.policy import ROLES, may
from core.testing.contracts.doors import Door
from core.testing.contracts.rows import all_rows, changed_tables
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none


def expected(door: Door, method: str, caller: str) -> str:
    """What the policy promises to `caller`: a class of answers."""
    if door.is_personal and caller != "holder":
        return "not found"
    role = caller if caller in ROLES else None
    allowed = may(door.policy, role=role, is_account=caller != "visitor", is_operator=caller == "operator")
    if allowed:
        return "opens" if method == "GET" or door.surface == "public" else "asks for a token"
    if door.surface == "public":
        return "join"
    if caller == "visitor":
        return "sign in"
    return "not found" if role is None or door.surface == "platform" else "forbidden"


def met(door: Door, method: str, answer: Any) -> str:
    """The class of an answer."""
    location = answer.headers.get("Location", "")
    if "/-/sign-in" in location:
        return "sign in"
    if location.endswith("/join") and door.policy.audience != "anyone":
        return "join"
    if method == "POST" and answer.status_code in (400, 422):
        return "opens" if door.surface == "public" else "asks for a token"
    named = {403: "forbidden", 404: "not found"}
    return named.get(answer.status_code, "opens" if answer.status_code < 400 else str(answer.status_code))


class AccessContract:
    """The table of routes × methods × callers."""

    def test_each_route_opens_to_those_its_policy_names_and_looking_changes_nothing(
        self, street: Street
    ) -> None:
        before = all_rows(street.app)
        wrong = []
        with street.tokens_asked():
            for door in street.doors():
                path = door.path(street.app, street.tenant.slug, street.samples)
                for method in door.methods:
                    for caller, client in street.edge_callers_at(door).items():
                        answer = client.open(path, method=method, buffered=True)
                        promised, found = expected(door, method, caller), met(door, method, answer)
                        if promised != found:
                            wrong.append(
                                f"{door.endpoint}: {method} by {caller}: @policy promises {promised!r}, "
                                f"the answer is {found!r} ({answer.status_code})"
                            )

        expect_none(wrong, "does sample_arguments() give every argument a value that exists?")
        expect_none(
            f"{table}: changed by being looked at" for table in changed_tables(before, all_rows(street.app))
        )
