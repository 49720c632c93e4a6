"""Texts: all of them go through gettext, and each has its Chinese."""

import ast
import re
import struct
from collections.abc import Iterator
from tokenize import TokenError

from babel.messages.extract import extract_from_dir
from jinja2 import TemplateSyntaxError

from core.authoring.catalogs import (
    KEYWORDS,
    METHODS,
    OPTIONS,
    catalog_path,
    extract,
    id_of,
    merged,
    unfinished,
)
from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.pages import broken_templates
from core.authoring.plugin_check.sources import Module, Sources

SAYS = re.compile(r"((?<!Hidden)Field|^notify|^flash|^ValidationError|^DataRequired|^InputRequired)$")
"""Calls whose first argument, or `message`, is read by somebody, where they come from `SPEAKERS`."""
SPEAKERS = frozenset({"hutong", "flask", "flask_wtf", "wtforms"})
LETTERS = re.compile(r"[^\W\d_]{2,}")


def text_findings(sources: Sources) -> Iterator[Finding]:
    """Texts without a translation, where they stand; a catalog that cannot be read."""
    try:
        texts = extract(sources.folder)
    except (TemplateSyntaxError, SyntaxError, ValueError, TokenError):
        yield from broken_templates(sources)
        return
    try:
        catalog = merged(sources.folder, texts)
    except (ValueError, OSError, struct.error) as error:
        shown = sources.shown(catalog_path(sources.folder))
        yield Finding(shown, 1, f"the catalog cannot be read: {error}", "run: hutong plugin translations")
        return
    missing = {id_of(message) for message in unfinished(catalog)} if catalog is not None else set()
    hint = f"write it into {sources.shown(catalog_path(sources.folder))} (hutong plugin translations)"
    for file, line, message, _comments, _context in _found(sources) if missing else ():
        text = message if isinstance(message, str) else message[0]
        if text in missing:
            missing.discard(text)
            yield Finding(sources.shown(file), line, f"{text!r} has no Chinese", hint)


def word_findings(sources: Sources) -> Iterator[Finding]:
    """Words in forms and notices that nobody can translate."""
    for module in sources.modules:
        yield from _words(module)


def _found(sources: Sources) -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    return iter(sorted(extract_from_dir(sources.folder, METHODS, OPTIONS, KEYWORDS), key=lambda row: row[:2]))


def _speakers(module: Module) -> set[str]:
    """Names that a module imports from where forms and notices come from."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in module.nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).partition(".")[0] in SPEAKERS
        and not getattr(node, "level", 0)
    }


def _words(module: Module) -> Iterator[Finding]:
    speakers = _speakers(module)
    for node in module.nodes:
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if (
            isinstance(node, ast.Call)
            and name.partition(".")[0] in speakers
            and SAYS.search(name.rpartition(".")[2])
        ):
            said = [
                *node.args[:1],
                *(word.value for word in node.keywords if word.arg in ("label", "message")),
            ]
            for word in said:
                is_text = isinstance(word, ast.Constant) and isinstance(word.value, str)
                if is_text and LETTERS.search(word.value):  # type: ignore[attr-defined]
                    what = f"{word.value!r} cannot be translated"  # type: ignore[attr-defined]
                    yield Finding(
                        module.shown, word.lineno, what, 'lazy_gettext("…") in a form, gettext("…") elsewhere'
                    )
