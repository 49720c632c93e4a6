"""``hutong plugin translations``: an author's catalog is brought up to date, filled and compiled."""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from os.path import relpath
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from core.authoring.catalogs import (
    LOCALE,
    catalog_path,
    compile_catalog,
    extract,
    id_of,
    merged,
    read_catalog,
    rendered,
    unfinished,
)

CORE = Path(__file__).resolve().parents[1]
COMPILED = f"translations/{LOCALE}/LC_MESSAGES/messages.mo"
Words = Mapping[tuple[str, str | None], Any]
"""Translations by text and context."""


def plugin_package(folder: Path) -> Path:
    """The package of a plugin: `folder` itself, or the one in it. Raises `LookupError`."""
    found = [path.parent for path in (folder / "plugin.py", *sorted(folder.glob("*/plugin.py")))]
    for package in found:
        if (package / "plugin.py").is_file():
            return package.resolve()
    msg = f"no plugin.py in {folder} or in a folder of it"
    raise LookupError(msg)


def update_catalog(package: Path, house: Words) -> tuple[list[str], list[str]]:
    """Bring the catalog of `package` up to date, fill in what `house` says, and compile it.

    Gives what was filled in and what is left to do, with file and line. In the house one text has one
    translation; where two differ, Hutong's is the one that is shown.
    """
    path = catalog_path(package)
    catalog = merged(package, extract(package))
    if catalog is None:
        return [], []
    filled = [message for message in unfinished(catalog) if _key(message) in house]
    for message in filled:
        message.string = house[_key(message)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rendered(catalog))
    compile_catalog(path)
    return [_filled_in(path, message) for message in filled], list(
        _left_to_do(path, read_catalog(path), house)
    )


def _filled_in(path: Path, message: Message) -> str:
    said = f"{id_of(message)!r} is {_said(message.string)}, as Hutong says it"
    return f"{relpath(path)}: {said}; if you mean something else, say it otherwise in English"


def _left_to_do(path: Path, catalog: Catalog, house: Words) -> Iterator[str]:
    shown = relpath(path)
    missing = {id(message) for message in unfinished(catalog)}
    for message in catalog:
        if not message.id:
            continue
        theirs = house.get(_key(message))
        if id(message) in missing:
            yield f"{shown}:{message.lineno}: {id_of(message)!r} has no Chinese yet: write it into msgstr"
        elif theirs is not None and _said(theirs) != _said(message.string):
            said = f"{id_of(message)!r} is {_said(theirs)} in Hutong and is shown so"
            yield f"{shown}:{message.lineno}: {said}: say the same, or say it otherwise in English"


def words_of_the_house(apart_from: Path) -> Words:
    """What the catalogs of Hutong and its own tools say, without those inside `apart_from`."""
    plugins = find_spec("plugins")
    places = [CORE, *map(Path, (plugins and plugins.submodule_search_locations) or ())]
    words: dict[tuple[str, str | None], Any] = {}
    for compiled in (file for place in places for file in sorted(place.rglob(COMPILED))):
        if not compiled.resolve().is_relative_to(apart_from):
            with compiled.open("rb") as source:
                words |= {_key(message): message.string for message in read_mo(source) if message.id}
    return words


def _key(message: Message) -> tuple[str, str | None]:
    return id_of(message), message.context


def _said(string: Any) -> str:
    return str(string if isinstance(string, str) else string[0])
