"""A plugin from a distribution of its own is built, installed beside Hutong, and works like any other.

Everything runs in processes of their own, so that its tables and entry point touch no other test.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "tests" / "outside_plugin"
PIP = ["pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder that the lottery is installed in."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    shutil.copytree(SOURCE, source, dirs_exist_ok=True)
    CommandLineInterface().run(
        ["pybabel", "-q", "compile", "-d", str(source / "hutong_lottery/translations")]
    )
    finished = run(target, "-m", *PIP, "--no-build-isolation", "--target", str(target), str(source))
    assert finished.returncode == 0, finished.stderr
    return target


def run(installed, *arguments, **environment):
    """Run this Python with the lottery installed."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(installed), **environment},
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )


def hutong(installed, home, *arguments):
    finished = run(installed, "-c", "import core.cli; core.cli.main()", *arguments, HUTONG_HOME=str(home))
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_its_own_tests_pass_where_it_is_installed(installed):
    options = ["-q", "-W", "error", "-p", "no:cacheprovider", "--import-mode=importlib"]

    finished = run(installed, "-m", "pytest", *options, "--rootdir=.", "hutong_lottery/tests")

    assert finished.returncode == 0, finished.stdout
    assert finished.stdout.splitlines()[-1].startswith("8 passed")


def test_its_tables_come_with_the_first_upgrade(installed, tmp_path):
    upgraded = hutong(installed, tmp_path, "db", "upgrade")

    assert "lottery" in upgraded
    assert hutong(installed, tmp_path, "db", "upgrade") == "nothing to do\n"


def test_its_routes_are_listed_with_their_policies(installed, tmp_path):
    routes = json.loads(hutong(installed, tmp_path, "routes", "--json"))

    listed = [route for route in routes if route["plugin"] == "lottery"]
    assert {(route["rule"], route["surface"], route["audience"]) for route in listed} == {
        ("/lottery/", "public", "anyone")
    }
    assert sorted(method for route in listed for method in route["methods"]) == ["GET", "POST"]


def test_hutong_does_not_know_it_where_it_is_not_installed():
    assert importlib.util.find_spec("hutong_lottery") is None
