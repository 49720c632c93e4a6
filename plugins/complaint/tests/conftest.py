"""A laundry with a box, people who handle letters or write them, and their browsers."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from hutong import db
from hutong.people import Person
from plugins.complaint.keyholding import add_handler
from plugins.complaint.queries import boxes, handler_row_of, keyring
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, make_colleague, set_up


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
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
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


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
WORDS = re.compile(r'<ol class="five"[^>]*>(.*?)</ol>')
TEXT = "CANARY my coat came back with a hole"


@dataclass
class Writer:
    """Somebody in front of the box; `fields` are the hidden ones of the page shown."""

    client: FlaskClient
    base: str
    box: str
    sort: str = "write"
    fields: dict = field(default_factory=dict)
    page: str = ""

    @property
    def address(self):
        return f"{self.base}/{self.box}/{self.sort}?lang=en"

    def read(self, answer):
        """Take the hidden fields of a page."""
        self.page = answer.get_data(as_text=True)
        self.fields = {name: unescape(value) for name, value in HIDDEN.findall(self.page)}
        return answer

    def open(self):
        return self.read(self.client.get(self.address))

    def send(self, **typed):
        """Send the page shown with what was typed."""
        data = {**self.fields, **typed}
        return self.read(
            self.client.post(self.address, data={k: v for k, v in data.items() if v is not None})
        )

    def write(self, text=TEXT, **more):
        """A whole letter; gives the answer."""
        self.open()
        return self.send(q_topic="damage", q_text=text, **more)

    @property
    def words(self):
        """The return code on the page shown."""
        return re.findall(r"<li>([^<]+)</li>", WORDS.search(self.page)[1])

    def talk(self, **data):
        """A step of the talk, with the hidden fields of the page shown."""
        return self.read(self.client.post(f"{self.base}/talk?lang=en", data=data))

    def go_on(self, step="", **typed):
        """A step in the open talk."""
        fields = {name: self.fields[name] for name in ("talk", "form_token")}
        return self.talk(**fields, step=step, **typed)


@pytest.fixture
def box_of(tenant):
    """Make a box that takes letters: ``box_of(state="paused")`` gives its code."""

    def make(**more):
        with tenant.scope():
            set_up(make_colleague("Wang").id)
            box = make_box(**more)
            db.session.commit()
            return box.code

    return make


@pytest.fixture
def writer_at(app, tenant):
    """Somebody in front of a box: ``writer_at(code, sort="named", client=tenant.member)``."""

    def make(code, sort="write", client=None):
        return Writer(client or app.test_client(), tenant.public("/complaint"), code, sort)

    return make


@pytest.fixture
def writer(box_of, writer_at):
    """Somebody who writes without a name into a box of the tenant."""
    return writer_at(box_of())
