"""What a page offers: the forms on it with their fields, and where its links lead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient

NO_PAGES = (".css", ".js", ".png", ".svg", ".webp", ".pdf", "/poster")
"""Nothing of these is written by people but what stands on other pages too; a PDF takes seconds to draw, and
what it says is compressed."""


@dataclass
class FormOnPage:
    """One form: where it is sent, and its fields with what stands in them."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[FormOnPage] = []
        self.links: set[str] = set()
        self._form: FormOnPage | None = None
        self._area = self._choice = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and given.get("href"):
            self.links.add(urljoin(self.address, given["href"]))
        elif tag in ("iframe", "img", "link") and (given.get("src") or given.get("href")):
            self.links.add(urljoin(self.address, given.get("src") or given["href"]))
        elif tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            self._form = FormOnPage(action, given.get("method", "get").upper())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "button"):
            self._take(tag, given)
        elif tag == "option" and self._form is not None and self._choice:
            if "selected" in given:
                self._form.fields[self._choice] = given.get("value", "")
            self._form.fields.setdefault(self._choice, given.get("value", ""))

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name, kind, form = given.get("name", ""), given.get("type", "text"), self._form
        assert form is not None
        if not name:
            return
        form.kinds[name] = "text" if tag == "textarea" else kind if tag == "input" else tag
        if kind == "file":
            form.files.append(name)
        elif tag == "select":
            self._choice = name
        elif tag == "textarea":
            self._area = name
            form.fields[name] = ""
        elif kind in ("checkbox", "radio"):
            if "checked" in given or name not in form.fields:
                form.fields[name] = given.get("value", "y")
        elif tag == "button":
            form.fields.setdefault(name, given.get("value", ""))
        else:
            form.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._choice = ""


def read_page(html: str, address: str) -> tuple[list[FormOnPage], set[str]]:
    """The forms and the links of a page that was got from `address` (absolute)."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms, reader.links


def path_of(address: str) -> str:
    """Path and query of an address of this machine; empty for others."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or parts.hostname not in ("localhost", "127.0.0.1"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(
    client: FlaskClient, starts: Iterable[str], inside: tuple[str, ...], languages: tuple[str, ...]
) -> dict[str, str]:
    """Every page that can be reached from `starts` without leaving these path prefixes, in each language."""
    waiting, bodies, seen = list(starts), {}, set()
    while waiting:
        path = waiting.pop()
        plain = urlsplit(path).path
        if plain in seen or not plain.startswith(inside) or plain.endswith(NO_PAGES):
            continue
        seen.add(plain)
        for language in languages:
            answer = client.get(plain, query_string={"lang": language}, buffered=True)
            bodies[f"{plain} {language}"] = answer.get_data().decode("utf-8", "replace")
            if answer.mimetype == "text/html":
                _forms, links = read_page(answer.text, f"http://localhost{plain}")
                waiting += [path_of(link) for link in links]
            if answer.status_code in (301, 302, 303, 307, 308):
                waiting.append(path_of(urljoin(f"http://localhost{plain}", answer.location)))
    return bodies
