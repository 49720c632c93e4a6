"""Every word of one tenant is marked; whoever walks through another tenant meets none of them.

The same pages are then read for what nobody may ever write: a community filled with tags and handlers
shows them as words, on every page, to everybody.
"""

import itertools
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from core.testing.contracts.callers import opening_arguments
from core.testing.contracts.doors import doors
from core.testing.contracts.pages import crawl
from core.testing.contracts.rows import all_rows
from tests.security.filling import ELSEWHERE, answer_forms, mark_texts, open_filled

BOTH = ("zh", "en")
CANARY = re.compile(r"kanari\d{5}")


class Marks:
    """Makes texts, each once, and knows where each was put."""

    def __init__(self, shape):
        self.shape, self.places = shape, {}
        self.numbers = itertools.count(10000)

    def __call__(self, place):
        mark = f"kanari{next(self.numbers)}"
        self.places[mark] = place
        return self.shape(mark)


@pytest.fixture
def filled(app, street):
    """Fills a tenant: its samples, its forms, then every text column."""

    def fill(slug, shape):
        marks = Marks(shape)
        tenant = open_filled(app, slug, marks)
        owner, member, samples = tenant.owner, tenant.member, opening_arguments(app, tenant)
        mark_texts(tenant, marks)
        marks.pages = answer_forms(tenant, app.test_client(), marks)
        assert len(marks.pages) > 2
        return tenant, {"owner": owner, "member": member, "visitor": app.test_client()}, samples, marks

    return fill


def everything_at(app, tenant, samples, client, *, languages=BOTH):
    """Every page of a tenant and of the platform that `client` can reach."""
    starts = [door.path(app, tenant.slug, samples) for door in doors(app) if "GET" in door.methods]
    inside = (f"/{tenant.slug}", f"/console/{tenant.slug}", "/-/")
    return crawl(client, [*starts, "/"], inside, languages)


def test_nobody_elsewhere_meets_a_word_of_another_tenant(app, street, filled):
    victim, callers, samples, marks = filled("victim", str)

    leaks = [
        (name, path, found[0])
        for name in ("owner", "member", "visitor")
        for path, body in everything_at(
            app, street.tenant, street.samples, street.callers[name], languages=BOTH[:1]
        ).items()
        if (found := CANARY.findall(body))
    ]
    pages = marks.pages + [
        body
        for name in ("owner", "visitor")
        for body in everything_at(app, victim, samples, callers[name]).values()
    ]
    at_home = set(CANARY.findall("\n".join(pages)))

    assert leaks == []
    kept = set(CANARY.findall(repr(all_rows(app))))  # not what was typed into questions that nobody asked
    shown = {mark for mark in kept if marks.places[mark] not in ELSEWHERE}
    hidden = Counter(marks.places[mark] for mark in shown - at_home)
    assert len(shown & at_home) >= 0.95 * len(shown), hidden
    assert len(shown) > 150


DATA = frozenset({"application/json", "application/ld+json"})
"""Sorts of script elements that no browser runs."""


class Tags(HTMLParser):
    """What a page would run if a text became part of it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        names = {name for name, _value in attributes}
        addresses = [
            value or "" for name, value in attributes if name in ("href", "src", "action", "formaction")
        ]
        if tag == "evil" or any(name.startswith("on") or name == "evil" for name in names):
            self.found.append((tag, sorted(names)))
        if any(
            re.match(r"\s*(javascript|data:text|vbscript)", address, re.IGNORECASE) for address in addresses
        ):
            self.found.append((tag, addresses))
        if tag == "script" and "src" not in names and dict(attributes).get("type") not in DATA:
            self.found.append((tag, sorted(names)))


SHAPES = (
    "{}<evil>",
    "{}\"evil='x' onload=e x=\"",
    "{}'evil=\"x\" onload=e x='",
    "javascript:{}",
    "{}</script><script>e</script>",
    '[{}](javascript:e) ![x](x" onerror=e)',
    "{}{{{{91*89377}}}}{{%evil%}}%(x)s%s${{91*89377}}",
)


def test_what_tenants_write_stays_words(app, street, operator, filled):
    cycle = itertools.cycle(SHAPES)
    tenant, callers, samples, _marks = filled("wicked", lambda mark: next(cycle).format(mark))
    callers["operator"] = operator

    ran, seen = [], set()
    for language, (name, client) in zip(itertools.cycle(BOTH), callers.items()):
        for path, body in everything_at(app, tenant, samples, client, languages=(language,)).items():
            tags = Tags()
            tags.feed(body if body.lstrip().startswith("<") else "")
            ran += [(name, path, tag) for tag in tags.found]
            seen.update(CANARY.findall(body))
            assert "8133307" not in body, path

    assert ran == []
    assert len(seen) > 150


def test_tags_that_got_through_are_seen():
    """The control: the same eyes on a page that forgot to escape."""
    found = []
    for shape in SHAPES[:5]:
        tags = Tags()
        tags.feed(f'<p title="{shape}"><a href="{shape}" class=\'{shape}\'>{shape}</a>')
        found.append(bool(tags.found))

    assert found == [True] * 5
