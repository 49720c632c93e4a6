"""Markdown of owners as safe HTML: headings begin at level two, and a link leads where its caller allows."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = frozenset("h2 h3 h4 p br hr ul ol li strong em s blockquote code pre a".split())
Resolve = Callable[[str], str]
_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
# Every address gets through the parser; `resolve` decides, so that page: and tool: work here too.
setattr(_reader, "validateLink", lambda _address: True)  # noqa: B010 - it is declared as a method


def formatted(text: str, resolve: Resolve) -> tuple[str, Markup]:
    """The heading that `text` begins with (plain words, perhaps empty), and the rest as HTML.

    `resolve` turns a link's address into one that may be followed; where it gives an empty text, only the
    words of the link stay.
    """
    tokens = _reader.parse(text)
    heading = ""
    if len(tokens) >= 3 and tokens[0].type == "heading_open":
        heading, tokens = _words(tokens[1]), tokens[3:]
    _shift(tokens)
    for token in tokens:
        _link(token.children or [], resolve)
    html = _reader.renderer.render(tokens, _reader.options, {})
    return heading, Markup(_clean(html))  # noqa: S704 - nh3 has just cleaned it


def prose(text: str) -> Markup:
    """`text` as HTML; its links lead to web, mail and phone addresses alone, and its first heading stays."""
    heading, rest = formatted(text, _outside)
    return Markup("<h2>{}</h2>\n").format(heading) + rest if heading else rest


def _outside(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_web = parts.scheme in ("https", "http") and bool(parts.netloc) and "@" not in parts.netloc
    return address if is_web or parts.scheme in ("mailto", "tel") else ""


def _words(token: Token) -> str:
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " if "break" in child.type else ""
        for child in token.children or []
    )


def _shift(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"


def _link(children: Sequence[Token], resolve: Resolve) -> None:
    for child in children:
        if child.type == "link_open":
            child.attrs["href"] = resolve(str(child.attrs.get("href", "")))
        elif child.type == "image":
            child.type, child.tag, child.attrs = "text", "", {}


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel", "mailto"},
        link_rel="noopener",
    ).replace('<a href="" ', "<a ")
