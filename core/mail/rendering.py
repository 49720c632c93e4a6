"""A mail from its template: subject, HTML with its style written in, and a text made of the same words."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from flask import current_app

from core.i18n import html_language, speaking
from core.mail.inlining import inline_styles, insistent

_STYLES = Path(__file__).parent.parent / "static" / "css" / "mail.css"
_BREAKING = frozenset({"p", "h1", "h2", "h3", "h4", "tr", "table", "br", "li", "div"})


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """What a reader gets."""

    subject: str
    text: str
    html: str


def render_mail(template: str, language: str, context: Mapping[str, Any]) -> RenderedMail:
    """Render ``<template>.html`` in `language`; it extends layouts/mail.html and fills its ``subject``.

    No page context is given to it: mails are rendered in jobs as well as in requests.
    """
    source = current_app.jinja_env.get_template(f"{template}.html")
    values = {
        "locale": language,
        "html_lang": html_language(language),
        "mail_css": insistent(_styles()),
        **context,
    }
    with speaking(language):
        subject = "".join(source.blocks["subject"](source.new_context(values)))
        page = source.render(values)
    return RenderedMail(
        subject=" ".join(html.unescape(re.sub(r"<[^>]*>", "", subject)).split())[:300],
        text=text_of(page),
        html=inline_styles(page, _styles()),
    )


@cache
def _styles() -> str:
    return _STYLES.read_text()


def text_of(page: str) -> str:
    """The words of HTML, as of a mail's: one line for each paragraph, an address after each link."""
    reader = _TextReader()
    reader.feed(page)
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._skipped = 0
        self._address = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("head", "style") or given.get("class") == "pre":
            self._skipped += 1
        self._address = given.get("href") or "" if tag == "a" else self._address
        if tag in _BREAKING:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= tag in ("head", "style", "p")
            return
        if tag == "a" and self._address and self.pieces[-1].strip() != self._address:
            self.pieces.append(f"\n{self._address}\n")
        if tag in ("p", "h1", "h2", "h3", "h4"):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.pieces.append(re.sub(r"\s", " ", data))
