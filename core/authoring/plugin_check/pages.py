"""Templates: words that nobody can translate, and what the pages' security policy or a forger would stop."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Sources

WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("alt", "title", "placeholder", "aria-label")
QUIET = {"script", "style", "code", "kbd"}
DATA = ("application/json", "application/ld+json")
TOKEN = re.compile(r"csrf_token|form_token|hidden|token")
NAMES = frozenset("iPhone iPad Android WeChat Google Calendar Outlook com Excel kB".split())
"""Said alike in all languages; so are abbreviations in capitals."""
ATTRIBUTES = re.compile(
    r"({%-?\s*block \w*(?:class|attrs|sheet|paper|size)\w*\s*-?%})(.*?)({%-?\s*endblock)", re.DOTALL
)
"""Blocks of layouts that stand inside a tag."""
MACRO = re.compile(r"{{-?\s*(?!_\(|url_for|icon|btn|field|ngettext)[\w.]+\(|{%-?\s*(call|include)")
"""A form may get its token from a macro."""
SAFE = re.compile(r"\|\s*safe\b")
_HOLE = "\ufffc"
_environment = Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.i18n"])


def page_findings(sources: Sources) -> Iterator[Finding]:
    """All templates, one after the other."""
    for path in sources.templates():
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # `broken_templates` says so
        shown = sources.shown(path)
        for number, line in enumerate(source.splitlines(), 1):
            if SAFE.search(line):
                hint = "give it as Markup from Python, or say why beside it: {# plugin check: … #}"
                yield Finding(shown, number, "|safe writes a text without escaping it", hint)
        try:
            html = _without_jinja(source)
        except TemplateSyntaxError:
            continue  # `broken_templates` says so
        yield from _forms(shown, source)
        reader = _Reader(shown)
        reader.feed(html)
        yield from reader.findings


def broken_templates(sources: Sources) -> Iterator[Finding]:
    """Those that Jinja cannot read."""
    for path in sources.templates():
        try:
            _environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            what = f"this is no template: {error.message}"
            yield Finding(sources.shown(path), error.lineno, what, "mend it first")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            yield Finding(sources.shown(path), line, "this is no UTF-8", "save it in UTF-8")


def _without_jinja(source: str) -> str:
    """The HTML with a mark wherever Jinja stands; lines stay where they are."""
    kept, outside = [], True
    source = ATTRIBUTES.sub(lambda found: found[1] + "\n" * found[2].count("\n") + found[3], source)
    for _line, kind, text in _environment.lex(source):
        if kind in ("block_begin", "variable_begin", "comment_begin", "raw_begin"):
            outside = False
            kept.append(_HOLE)
        kept.append(text if outside and kind == "data" else "\n" * text.count("\n"))
        if kind in ("block_end", "variable_end", "comment_end", "raw_end"):
            outside = True
    return "".join(kept)


def _forms(shown: Path, source: str) -> Iterator[Finding]:
    for form in re.finditer(r"<form\b.*?(?:</form>|\Z)", source, re.DOTALL):
        opening = form.group().partition("</form")[0]
        is_sent = re.search(r"method=.?post", opening, re.IGNORECASE)
        if is_sent and not TOKEN.search(opening) and not MACRO.search(opening):
            hint = (
                '<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">; in public the form token'
            )
            line = source.count("\n", 0, form.start()) + 1
            yield Finding(shown, line, "a form without a token is refused when it is sent", hint)


class _Reader(HTMLParser):
    def __init__(self, shown: Path) -> None:
        super().__init__()
        self.shown, self.findings = shown, list[Finding]()
        self._quiet = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._quiet += tag in QUIET
        if (tag == "script" and "src" not in given and given.get("type") not in DATA) or tag == "style":
            self._find(f"<{tag}> in the page is stopped by its security policy", "put it into static/")
        for name in given:
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                self._find(
                    f"the attribute {name} is stopped by the security policy", "use a class, or a script file"
                )
        for name in SPOKEN:
            self._hear(given.get(name, ""), f"{name} has words")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self._quiet -= tag in QUIET

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in QUIET

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self._hear(data, "words")

    def _hear(self, text: str, what: str) -> None:
        words = {word for word in WORD.findall(text) if not word.isupper()} - NAMES
        if words and '="' not in text:  # of a tag whose name Jinja writes, the rest looks like a text
            around = " ".join(text.replace(_HOLE, " ").split())[:40]
            hint = '{{ _("…") }}, then: hutong plugin translations'
            below = text[: text.index(min(words, key=text.index))].count("\n")
            self._find(f"{what} that cannot be translated: {around!r}", hint, below)

    def _find(self, what: str, hint: str, below: int = 0) -> None:
        self.findings.append(Finding(self.shown, self.getpos()[0] + below, what, hint))
