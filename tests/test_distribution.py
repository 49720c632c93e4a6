"""What is built for people who install Hutong instead of cloning it."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        *PIP,
        "wheel",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_everything_that_is_served_and_nothing_of_the_workshop(wheel):
    names = set(ZipFile(wheel).namelist())
    catalogs = [path for top in ("core", "plugins") for path in (ROOT / top).rglob("translations/*/*/*.po")]
    revisions = list((ROOT / "migrations").rglob("*.py"))
    content = [path for path in (ROOT / "tenant_templates").rglob("*") if path.is_file()]

    wanted = {
        "core/py.typed",
        "hutong/__init__.py",
        "hutong/py.typed",
        "core/static/vendor/altcha/altcha.min.js",
    }
    wanted |= {str(path.relative_to(ROOT).with_suffix(".mo")) for path in catalogs}
    wanted |= {str(path.relative_to(ROOT)) for path in (ROOT / "core/authoring/skeleton").rglob("*.j2")}
    wanted |= {f"core/_data/{path.relative_to(ROOT)}" for path in [*revisions, *content]}
    assert wanted - names == set()
    workshop = [name for name in names if "/tests/" in name or name.endswith(".po") or "_build" in name]
    assert [name for name in workshop if not name.endswith(".j2")] == []


def test_wheel_works_away_from_the_checkout(wheel, tmp_path):
    target = tmp_path / "installed"
    install = [*PIP, "install", "--quiet", "--no-index", "--no-deps", "--target", target, wheel]
    subprocess.run(install, check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "HUTONG_HOME": str(tmp_path / "home")}

    finished = subprocess.run(
        [sys.executable, "-c", "import core.cli; print(core.cli.__file__); core.cli.main()", "db", "upgrade"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.stderr == ""
    assert finished.stdout.splitlines()[0] == str(target / "core/cli.py")
    assert "upgraded: core" in finished.stdout
