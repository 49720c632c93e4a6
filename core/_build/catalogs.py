"""Compile every translation catalog (.po to .mo) under core/ and plugins/.

Run as a script (`python core/_build/catalogs.py`) or by the build hook. A catalog is compiled when its .mo is
missing or older than its .po; messages marked fuzzy are left out, so a guess never reaches a reader.
"""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# By its path: where a wheel is built, Babel is there and Hutong is not.
compile_catalog = runpy.run_path(str(ROOT / "core" / "authoring" / "catalogs.py"))["compile_catalog"]


def catalogs() -> list[Path]:
    """All .po files of the house, in a stable order."""
    return sorted(po for part in ("core", "plugins") for po in (ROOT / part).rglob("translations/*/*/*.po"))


def is_current(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def main() -> None:
    for po in catalogs():
        if not is_current(po):
            compile_catalog(po)


if __name__ == "__main__":
    main()
