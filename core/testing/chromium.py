"""Which Chromium drives the browser tests.

Searched in this order: `$HUTONG_CHROMIUM`; chromium or google-chrome on PATH; the binary of the npm package
@sparticuz/chromium, which `make test` unpacks into .cache/chromium where the system has none.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from core.testing.requirements import run_settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "chromium"


@dataclass(frozen=True)
class Chromium:
    """An executable and the environment and arguments it needs beyond the usual."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


def system_chromium() -> Chromium | None:
    configured = run_settings().chromium
    if configured:
        return Chromium(configured)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Chromium(found) if found else None


def packaged_chromium() -> Chromium | None:
    binary = CACHE / "chromium"
    if not binary.is_file():
        return None
    environment = {"LD_LIBRARY_PATH": str(CACHE / "al2023" / "lib")}
    if not Path("/etc/fonts/fonts.conf").exists():
        environment["FONTCONFIG_PATH"] = str(CACHE)
    return Chromium(str(binary), environment, ("--headless=shell",))


def find_chromium() -> Chromium | None:
    return system_chromium() or packaged_chromium()
