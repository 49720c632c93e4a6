"""Contract: whatever arrives, the answer is a page that says so, never a fault.

Commits are turned into flush and rollback: the database checks every row and none changes, so that the order
of the routes does not matter.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from flask import request

from core.database import GuardedSession
from core.testing.contracts.asked import names_asked
from core.testing.contracts.bad_values import BODIES, BROKEN_BODY, PLACES, spoilt
from core.testing.contracts.doors import Door, given
from core.testing.contracts.forms import forms_of
from core.testing.contracts.street import Street, staying_signed_in
from core.testing.contracts.verdict import expect_none

REACHED = 0.3
"""The part of the routes with POST whose forms a reader of pages finds; the others are scripts' or steps'."""


class BadInputContract:
    """Hostile forms, bodies and addresses."""

    plugin: str

    @pytest.mark.on_strict_database
    def test_no_form_breaks_whatever_is_sent(
        self, street: Street, contract_database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one_by_one = contract_database == "postgresql"  # SQLite takes texts of any length
        forms, reached, broken = forms_of(street), set(), []
        posts = {door.endpoint for door in street.doors() if "POST" in door.methods}
        monkeypatch.setattr(GuardedSession, "commit", _check_only)
        hooks = street.app.before_request_funcs.setdefault(None, [])
        monkeypatch.setitem(
            street.app.before_request_funcs, None, [lambda: reached.add(request.endpoint), *hooks]
        )

        for form in forms:
            for name, data in spoilt(form.form, one_by_one=one_by_one):
                with staying_signed_in(form.client):
                    answer = form.client.post(form.path, data=data, content_type=form.encoding)
                answer.request.environ["wsgi.input"].close()  # werkzeug keeps a large body in a file
                if answer.status_code >= 500:
                    broken.append(f"{form.endpoint}: {answer.status_code} where a field holds {name}")

        expect_none(broken, "validate what is sent before it is used; the log above has the traceback")
        missed = posts - reached
        assert len(missed) <= (1 - REACHED) * len(posts), f"no page has a form that leads to {missed}"

    def test_no_route_breaks_on_a_bad_body(self, street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(GuardedSession, "commit", _check_only)
        broken = []
        doors = [door for door in street.doors() if "POST" in door.methods]
        for door, other in zip(doors, cycle(BODIES)):
            path = door.path(street.app, street.tenant.slug, street.samples)
            client = street.strongest_at(door)
            for body, content_type in (BROKEN_BODY, other):
                with staying_signed_in(client):
                    answer = client.post(path, data=body, content_type=content_type)
                if answer.status_code >= 500:
                    broken.append(f"{door.endpoint}: {answer.status_code} for {content_type} {body[:40]!r}")

        expect_none(broken)

    @pytest.mark.on_strict_database
    def test_no_address_breaks_whatever_stands_in_it(
        self, street: Street, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(GuardedSession, "commit", _check_only)
        broken = []
        for door in street.doors():
            client = street.strongest_at(door)
            for address in _addresses(street, door) if "GET" in door.methods else ():
                with staying_signed_in(client):
                    answer = client.get(address, buffered=True)
                if answer.status_code >= 500:
                    broken.append(f"{door.endpoint}: {answer.status_code} for {address[:80]}")

        expect_none(broken)


def _check_only(session: GuardedSession) -> None:
    session.flush()
    session.rollback()


def _addresses(street: Street, door: Door) -> Iterator[str]:
    """The address of `door` with bad values in what it takes, and in the query that its view reads."""
    path = door.path(street.app, street.tenant.slug, street.samples)
    asked, sort = names_asked(street, door, path)
    bad_values = PLACES[-2:] if sort == "application/pdf" else PLACES  # these take seconds each
    for bad in bad_values if asked else ():
        yield f"{path}?{'&'.join(f'{name}={bad}' for name in sorted(asked))}"
    for name in door.rule.arguments:
        marked = door.path(street.app, street.tenant.slug, _marked(door, street.samples, name))
        yield from (marked.replace("MARK", bad) for bad in PLACES if "MARK" in marked)


def _marked(door: Door, samples: dict[str, dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    """The samples with a mark where `name` is text."""
    known = given(door, samples)
    is_text = isinstance(known.get(name, "x"), str)
    return samples | {door.endpoint: {**known, **({name: "MARK"} if is_text else {})}}
