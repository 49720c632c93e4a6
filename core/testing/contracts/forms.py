"""The forms of a plugin, read off its own pages: a new form is in the sweep by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from core.testing.contracts.doors import PREFIX, Door
from core.testing.contracts.pages import FormOnPage, path_of, read_page
from core.testing.contracts.street import Street, strongest


@dataclass(frozen=True)
class FoundForm:
    """A form that `client` met."""

    client: FlaskClient
    endpoint: str
    path: str
    form: FormOnPage

    @property
    def encoding(self) -> str:
        """How a browser sends it."""
        return "multipart/form-data" if self.form.files else "application/x-www-form-urlencoded"


def forms_of(street: Street) -> list[FoundForm]:
    """Every form on every page that leads to a door of this street; of those alike but for an id, one."""
    found: dict[tuple[str, tuple[str, ...]], FoundForm] = {}
    ours = {door.endpoint for door in street.doors()}
    for door in street.doors():
        if "GET" in door.methods:
            for form in _forms_on(street, door):
                if form.endpoint in ours:
                    found.setdefault((form.endpoint, tuple(sorted(form.form.fields))), form)
    return list(found.values())


def _forms_on(street: Street, door: Door) -> Iterator[FoundForm]:
    path = door.path(street.app, street.tenant.slug, street.samples)
    for caller in {strongest(door), "member" if door.surface == "public" else strongest(door)}:
        client = street.callers_at(door)[caller]
        answer = client.get(path, buffered=True)
        if answer.mimetype == "text/html":
            for form in read_page(answer.text, f"http://localhost{path}")[0]:
                action = path_of(form.action)
                if form.method == "POST" and action:
                    yield FoundForm(client, endpoint_at(street, action), action, form)


def endpoint_at(street: Street, path: str) -> str:
    """The endpoint that answers a POST to `path` at this tenant; empty where none does."""
    plain = path.partition("?")[0]
    for surface in ("console", "public", "platform"):
        prefix = PREFIX[surface].format(street.tenant.slug)
        if plain.startswith(f"{prefix}/"):
            adapter = street.app.url_map.bind("localhost", subdomain=surface)
            try:
                return str(adapter.match(plain.removeprefix(prefix), method="POST")[0])
            except HTTPException:
                continue
    return ""
