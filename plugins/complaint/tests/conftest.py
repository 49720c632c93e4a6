"""A laundry with a box, people who handle letters, and browsers that have opened it."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from hutong import Person, db
from plugins.complaint.keyholding import add_handler
from plugins.complaint.queries import boxes, handler_row_of, keyring
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up


@dataclass
class Colleague:
    """Somebody in the console: ``colleague("staff")`` signed in, a handler, the box shut until `unlock()`."""

    client: FlaskClient
    base: str
    handler_id: Any = None

    def get(self, path: str = "/", **more: Any):
        """A page of the box, in English."""
        return self.client.get(self.base + path, query_string={"lang": "en", **more})

    def post(self, path: str, **data: Any):
        """A form of the box."""
        return self.client.post(self.base + path + "?lang=en", data=data)

    def unlock(self, password: str = BOX_PASSWORD):
        """Open the box in this browser."""
        return self.post("/unlock", password=password)

    def field(self, path: str, name: str) -> str:
        """What stands in a hidden field of a page."""
        return hidden(self.get(path).text, name)

    def act(self, path: str, **data: Any):
        """A form of a letter, with the revision that stands on its page."""
        letter = "/".join(path.split("/")[:3])
        return self.post(path, revision=self.field(letter, "revision"), **data)


def hidden(page: str, name: str) -> str:
    """The content of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found.group(1))


@pytest.fixture
def colleague(tenant):
    """Make somebody with a role; a handler unless ``handles=False``."""

    def make(role: str = "staff", *, handles: bool = True) -> Colleague:
        client = tenant.as_role(role)
        found = Colleague(client, tenant.console("/complaint"))
        with tenant.scope():
            address = f"{role}@{tenant.slug}.example"
            person = db.session.scalars(select(Person).where(Person.email == address)).one()
            if handles and handler_row_of(person.id) is None:
                if keyring() is None:
                    set_up(person.id)
                else:
                    add_handler(person_id=person.id, password=BOX_PASSWORD)
            row = handler_row_of(person.id)
            found.handler_id = row.id if row else None
            db.session.commit()
        return found

    return make


@pytest.fixture
def letter(tenant):
    """Write a letter to the only box; gives the case's id."""

    def write(text: str = "CANARY a hole in the sleeve", **more: Any):
        with tenant.scope():
            box = next(iter(boxes()), None) or make_box()
            written, _code = make_case(tenant.info(), box, text, **more)
            db.session.commit()
            return written.case.id

    return write


@pytest.fixture
def count_queries(app):
    """A context manager that gives the statements sent to the database meanwhile."""

    @contextmanager
    def counting():
        sent: list[str] = []
        with app.app_context():
            bind = db.session.get_bind()

        def note(*arguments: Any) -> None:
            sent.append(arguments[2])

        event.listen(bind, "before_cursor_execute", note)
        yield sent
        event.remove(bind, "before_cursor_execute", note)

    return counting


@pytest.fixture
def stored(tenant):
    """What a function gives in the tenant's scope."""

    def read(function: Any):
        with tenant.scope():
            return function()

    return read
