"""Catalogs of texts: collected from a package's code and templates, merged with what is translated, compiled.

English texts are the message ids, so Chinese is the only catalog there is. Nothing but Babel is imported: the
build hook runs this file by itself.
"""

from collections.abc import Callable
from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = "zh_Hans_CN"
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans_CN\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
METHODS = [
    ("**/tests/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
JINJA_OPTIONS = {"trimmed": "true", "silent": "false"}
OPTIONS = {pattern: JINJA_OPTIONS for pattern, method in METHODS if method == "jinja2"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def catalog_path(package: Path) -> Path:
    """Where a package keeps its Chinese."""
    return package / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"


def read_catalog(po: Path) -> Catalog:
    """A catalog with the line of each text."""
    with po.open("rb") as source:
        return read_po(source, locale=LOCALE)


def extract(package: Path, belongs: Callable[[str], bool] = lambda _folder: True) -> Catalog:
    """The texts that stand in `package` now, untranslated; only of folders that `belongs` lets in."""
    catalog = Catalog(locale=LOCALE)
    found = extract_from_dir(package, METHODS, OPTIONS, KEYWORDS, directory_filter=belongs)
    for file, _line, message, comments, context in sorted(found, key=lambda row: row[:2]):
        catalog.add(message, None, [(file, 1)], auto_comments=comments, context=context)
    return catalog


def merged(package: Path, texts: Catalog) -> Catalog | None:
    """The catalog of `package` brought up to date with its `texts`; None where it says nothing."""
    known = _known(package)
    if not len(texts):
        return None
    if known is None:
        return texts
    known.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    return known


def _known(package: Path) -> Catalog | None:
    """What is translated so far; a wheel may hold it compiled alone."""
    po = catalog_path(package)
    if po.is_file():
        return read_catalog(po)
    compiled = po.with_suffix(".mo")
    if not compiled.is_file():
        return None
    with compiled.open("rb") as source:
        return read_mo(source)


def id_of(message: Message) -> str:
    """The text itself; of a plural its singular."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def unfinished(catalog: Catalog) -> list[Message]:
    """Texts without a finished translation."""
    return [message for message in catalog if message.id and not _is_finished(message)]


def _is_finished(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings) and not message.fuzzy


def rendered(catalog: Catalog) -> bytes:
    """The catalog as a file that changes only when a text does: no dates, no line numbers."""
    output = BytesIO(HEADER.encode())
    output.seek(0, SEEK_END)
    write_po(output, catalog, width=110, include_lineno=False, sort_by_file=True, omit_header=True)
    return output.getvalue()


def compile_catalog(po: Path) -> None:
    """Write the .mo beside `po`, complete or not at all; what is marked fuzzy is left out."""
    unfinished_file = po.with_suffix(".mo.part")
    with unfinished_file.open("wb") as target:
        write_mo(target, read_catalog(po))
    unfinished_file.replace(po.with_suffix(".mo"))
