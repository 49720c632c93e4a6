"""Compile every translation catalog (.po to .mo) under core/ and plugins/.

Run as a script (`python core/_build/catalogs.py`) or by the build hook. A catalog is compiled when its .mo is
missing or older than its .po; messages marked fuzzy are left out, so a guess never reaches a reader.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def catalogs() -> list[Path]:
    """All .po files of the house, in a stable order."""
    return sorted(po for part in ("core", "plugins") for po in (ROOT / part).rglob("translations/*/*/*.po"))


def is_current(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_catalog(po: Path) -> None:
    """Write the .mo beside `po`, complete or not at all."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parts[-3])
    unfinished = po.with_suffix(".mo.part")
    with unfinished.open("wb") as target:
        write_mo(target, catalog)
    unfinished.replace(po.with_suffix(".mo"))


def main() -> None:
    for po in catalogs():
        if not is_current(po):
            compile_catalog(po)


if __name__ == "__main__":
    main()
