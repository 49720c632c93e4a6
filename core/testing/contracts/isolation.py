"""Contract: what belongs to another tenant looks, to everybody, like what never existed.

Status, body and headers are compared with those of things that were made up, and no row of the other tenant
changes, whatever is sent.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.testing.contracts.doors import Door, given, invented
from core.testing.contracts.rows import changed_tables, rows_of
from core.testing.contracts.street import Street
from core.testing.contracts.verdict import expect_none

NOBODY = "nobody-here"
UNKNOWN = (404, 410)
"""410 where a link that grants something no longer does: its page cannot tell whether it ever did."""
Answer = tuple[int, str, list[str]]


class IsolationContract:
    """The first tenant's people at the other tenant's doors, and with the other tenant's things."""

    @pytest.mark.on_both_databases
    def test_nothing_of_another_tenant_is_seen(self, street: Street) -> None:
        street.tenant.owner.get(street.tenant.console())  # shows the notice that another contract left
        before, missing = rows_of(street.other), invented(street.theirs)
        wrong = [
            fault for door in street.doors("public", "console") for fault in _seen(street, door, missing)
        ]

        expect_none(wrong, "look objects up by the tenant in scope, and abort(404) where there is none")
        after = rows_of(street.other)
        expect_none(f"{table}: another tenant's rows changed" for table in changed_tables(before, after))

    @pytest.mark.on_both_databases
    def test_the_console_of_another_tenant_looks_like_none(self, street: Street) -> None:
        before, owner, wrong = rows_of(street.other), street.tenant.owner, []
        for door in street.doors("console"):
            for method in door.methods:
                there, nowhere = (
                    owner.open(door.path(street.app, slug, street.theirs), method=method, buffered=True)
                    for slug in (street.other.slug, NOBODY)
                )
                body = there.get_data().replace(street.other.slug.encode(), NOBODY.encode())
                if (there.status_code, body) != (404, nowhere.get_data()):
                    wrong.append(
                        f"{door.endpoint}: {method} at another tenant's console: {there.status_code}"
                    )

        expect_none(wrong)
        assert changed_tables(before, rows_of(street.other)) == []

    def test_whose_they_are_find_them(self, street: Street) -> None:
        """The control of the first contract: the same addresses open at the tenant they belong to."""
        visitor, closed = street.app.test_client(), []
        for door in street.doors("public"):
            if "GET" in door.methods and door.named(street.theirs):
                client = street.their_holders[door.owner] if door.is_personal else visitor
                answer = client.get(door.path(street.app, street.other.slug, street.theirs), buffered=True)
                if answer.status_code >= 400:
                    closed.append(f"{door.endpoint}: {answer.status_code} for a thing that exists")

        expect_none(closed, "does sample_arguments() make an object for each argument?")


def _seen(street: Street, door: Door, missing: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What tells a foreign object of `door` from one that never existed."""
    names = street.telling(door)
    if not names:
        return
    for method in door.methods:
        for client in _askers(street, door):
            foreign = _answer(street, door, street.theirs, client, method)
            what = f"{door.endpoint}: {method} with another tenant's {', '.join(names)}"
            if foreign[0] not in UNKNOWN:
                yield f"{what}: {foreign[0]}, not 404"
            elif foreign != _answer(street, door, missing, client, method):
                yield f"{what}: answers unlike to something made up"


def _askers(street: Street, door: Door) -> list[FlaskClient]:
    if door.surface == "console":
        return [street.tenant.owner]
    return [street.app.test_client(), street.tenant.member]


def _answer(
    street: Street, door: Door, samples: dict[str, dict[str, Any]], client: FlaskClient, method: str
) -> Answer:
    """Status, body and names of headers; what was asked for is blanked out of the body."""
    answer = client.open(door.path(street.app, street.tenant.slug, samples), method=method, buffered=True)
    known, body = given(door, samples), answer.text
    for value in sorted((str(known[name]) for name in door.named(samples)), key=len, reverse=True):
        body = body.replace(value, "…")
    return answer.status_code, body, sorted(answer.headers.keys())
