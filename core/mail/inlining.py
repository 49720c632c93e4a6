"""Mail readers drop style sheets: rules are written into the elements they mean.

It understands what static/css/mail.css uses: tags, classes and descendants (``.inner td.row``). Rules in
``@media`` stay in the sheet in the head, for readers that keep it.
"""

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_VOID = frozenset({"br", "img", "meta", "hr"})
_UNSTYLED = frozenset({"html", "head", "meta", "title", "style", "main"})


class Element(NamedTuple):
    """A tag and its classes."""

    tag: str
    classes: frozenset[str]


class Rule(NamedTuple):
    """A selector as (tag or '', class or '') steps from the outside in, and its declarations."""

    steps: tuple[tuple[str, str], ...]
    declarations: str

    @property
    def weight(self) -> tuple[int, int]:
        """Classes count more than tags, as CSS says."""
        return sum(bool(name) for _, name in self.steps), sum(bool(tag) for tag, _ in self.steps)

    def means(self, path: list[Element]) -> bool:
        """Whether the last element of `path` is meant."""
        *outer, last = self.steps
        if not _fits(last, path[-1]):
            return False
        above = iter(path[:-1])
        return all(any(_fits(step, element) for element in above) for step in outer)


def inline_styles(page: str, sheet: str) -> str:
    """`page` with the rules of `sheet` as style attributes."""
    writer = _Writer(sorted(_rules(sheet), key=lambda rule: rule.weight))
    writer.feed(page)
    writer.close()
    return "".join(writer.pieces)


def insistent(sheet: str) -> str:
    """`sheet` with its ``@media`` rules made important, or they would lose against the style attributes."""
    return _MEDIA.sub(lambda block: re.sub(r"(:[^;{}]+?)\s*(?=[;}])", r"\1 !important", block[0]), sheet)


def _rules(sheet: str) -> Iterator[Rule]:
    plain = _MEDIA.sub("", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
        for selector in selectors.split(","):
            steps = tuple(_step(part) for part in selector.split())
            yield Rule(steps, " ".join(declarations.split()).rstrip(";"))


def _step(part: str) -> tuple[str, str]:
    tag, _, name = part.partition(".")
    return tag, name


def _fits(step: tuple[str, str], element: Element) -> bool:
    tag, name = step
    return (not tag or tag == element.tag) and (not name or name in element.classes)


class _Writer(HTMLParser):
    """Copies a page and adds the attributes."""

    def __init__(self, rules: list[Rule]) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._rules = rules
        self._path: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, frozenset((dict(attrs).get("class") or "").split()))
        self._path.append(element)
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        found = [] if tag in _UNSTYLED else [rule for rule in self._rules if rule.means(self._path)]
        style = "; ".join(rule.declarations for rule in found)
        self.pieces.append(f"<{tag}{written}" + (f' style="{escape(style)}">' if style else ">"))
        if tag in _VOID:
            self._path.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._path and self._path.pop().tag != tag:
            pass
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")
