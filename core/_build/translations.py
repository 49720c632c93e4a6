"""Collect the texts of each feature and plugin into its own Chinese catalog.

English texts are the message ids, so Chinese is the only catalog there is. The kernel's texts (core/*.py and
core/templates) go to core/translations; every folder of core/ and plugins/ that has texts gets a catalog of
its own, so that a plugin can be copied with all it says. `--check` writes nothing and fails where a text has
no finished translation.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from catalogs import ROOT

from core.authoring.catalogs import catalog_path, extract, id_of, merged, rendered, unfinished

NOT_FEATURES = {"_build", "facade", "testing"}


def units() -> list[Path]:
    """The folders with a catalog of their own: the kernel, the core's features, the plugins."""
    core, plugins = ROOT / "core", ROOT / "plugins"
    packages = sorted(path.parent for top in (core, plugins) for path in top.glob("*/__init__.py"))
    return [core, *(path for path in packages if path.name not in NOT_FEATURES)]


def texts_of(unit: Path) -> Catalog:
    """The texts of a unit; the kernel's are not those of the features below it."""

    def belongs(folder: str) -> bool:
        return unit != ROOT / "core" or "templates" in Path(folder).relative_to(unit).parts[:1]

    return extract(unit, belongs)


def main() -> None:
    missing = 0
    for unit in units():
        catalog = merged(unit, texts_of(unit))
        if catalog is None:
            continue
        if "--check" not in sys.argv:
            catalog_path(unit).parent.mkdir(parents=True, exist_ok=True)
            catalog_path(unit).write_bytes(rendered(catalog))
        for message in unfinished(catalog):
            missing += 1
            print(f"{unit.relative_to(ROOT)}: not translated: {id_of(message)!r}")
    if missing:
        print(f"{missing} texts without a Chinese translation.")
        sys.exit(1 if "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
