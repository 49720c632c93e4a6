"""Chinese is complete: every text of every feature and plugin has a translation, and one only."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "_": None,
    "_l": None,
    "_n": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazily": None,
}
CATALOGS = sorted(
    path.parents[2]
    for base in ("core", "plugins")
    for path in (ROOT / base).rglob("zh_Hans_CN/LC_MESSAGES/messages.po")
)


def owner_of(file):
    """The nearest folder above `file` that has a catalog: a feature, a plugin, or the core's kernel."""
    folders = {catalog.parent for catalog in CATALOGS}
    return next((folder for folder in file.parents if folder in folders), None)


def texts_of_house():
    """Each text in the sources with the folder whose catalog has to translate it."""
    babel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in babel["mappings"]]
    options = {
        mapping["pattern"]: {key: value for key, value in mapping.items() if key not in ("pattern", "method")}
        for mapping in babel["mappings"]
    }
    found = defaultdict(set)
    for base in ("core", "plugins"):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / base, methods, options, keywords=KEYWORDS
        ):
            file = ROOT / base / name
            if "tests" not in file.parts and "testing" not in file.parts:
                found[owner_of(file)].add(message if isinstance(message, str) else message[0])
    return found


def catalog_of(folder):
    with (folder / "translations/zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def words_of(message):
    return message.string if isinstance(message.string, str) else message.string[0]


def test_every_text_has_a_home():
    assert texts_of_house().get(None, set()) == set()


@pytest.mark.parametrize("folder", [path.parent for path in CATALOGS], ids=lambda path: path.name)
def test_every_text_is_translated(folder):
    catalog = catalog_of(folder)
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and words_of(message) and not message.fuzzy
    }

    assert sorted(texts_of_house().get(folder, set()) - translated) == []


def test_one_text_has_one_translation_everywhere():
    seen = defaultdict(set)
    for catalog in CATALOGS:
        for message in catalog_of(catalog.parent):
            if message.id and words_of(message):
                seen[str(message.id)].add(words_of(message))

    assert {text: words for text, words in seen.items() if len(words) > 1} == {}
