"""Collect the texts of each feature and plugin into its own Chinese catalog.

English texts are the message ids, so Chinese is the only catalog there is. The kernel's texts (core/*.py and
core/templates) go to core/translations; every folder of core/ and plugins/ that has texts gets a catalog of
its own, so that a plugin can be copied with all it says. `--check` writes nothing and fails where a text has
no finished translation.
"""

import sys
from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from catalogs import ROOT

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
NOT_FEATURES = {"_build", "facade", "testing"}


def units() -> list[Path]:
    """The folders with a catalog of their own: the kernel, the core's features, the plugins."""
    core, plugins = ROOT / "core", ROOT / "plugins"
    packages = sorted(path.parent for top in (core, plugins) for path in top.glob("*/__init__.py"))
    return [core, *(path for path in packages if path.name not in NOT_FEATURES)]


def extract(unit: Path) -> Catalog:
    """The texts that stand in `unit` now, untranslated."""
    kernel = unit == ROOT / "core"

    def belongs(folder: str) -> bool:
        return not kernel or "templates" in Path(folder).relative_to(unit).parts[:1]

    catalog = Catalog(locale=LOCALE)
    found = extract_from_dir(unit, METHODS, OPTIONS, KEYWORDS, directory_filter=belongs)
    for file, _line, message, comments, context in sorted(found, key=lambda row: row[:2]):
        catalog.add(message, None, [(file, 1)], auto_comments=comments, context=context)
    return catalog


def catalog_path(unit: Path) -> Path:
    return unit / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"


def merged(unit: Path) -> Catalog | None:
    """The catalog of `unit` brought up to date; None when the unit says nothing."""
    texts, path = extract(unit), catalog_path(unit)
    if not len(texts):
        return None
    if not path.is_file():
        return texts
    with path.open("rb") as source:
        catalog = read_po(source, locale=LOCALE)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def is_finished(catalog: Catalog, message_id: str | tuple[str, ...], context: str | None) -> bool:
    message = catalog.get(message_id[0] if isinstance(message_id, tuple) else message_id, context)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings) and not message.fuzzy


def unfinished(catalog: Catalog) -> list[str]:
    """Message ids without a finished translation."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and not is_finished(catalog, message.id, message.context)
    ]


def rendered(catalog: Catalog) -> bytes:
    """The catalog as a file that changes only when a text does: no dates, no line numbers."""
    output = BytesIO(HEADER.encode())
    output.seek(0, SEEK_END)
    write_po(output, catalog, width=110, include_lineno=False, sort_by_file=True, omit_header=True)
    return output.getvalue()


def main() -> None:
    missing = 0
    for unit in units():
        catalog = merged(unit)
        if catalog is None:
            continue
        if "--check" not in sys.argv:
            catalog_path(unit).parent.mkdir(parents=True, exist_ok=True)
            catalog_path(unit).write_bytes(rendered(catalog))
        for text in unfinished(catalog):
            missing += 1
            print(f"{unit.relative_to(ROOT)}: not translated: {text!r}")
    if missing:
        print(f"{missing} texts without a Chinese translation.")
        sys.exit(1 if "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
