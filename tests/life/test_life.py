"""The life of a real distribution: there, taken away, back in a newer version, too old, removed, new again.

Each state is a process of its own, because a plugin that was imported once is never quite gone.
"""

import json
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCENE = HERE / "scene.py"
BARE = {"HUTONG_PLUGIN_PACKAGES": "[]"}
"""Without the house's own tools, which would only take time."""


@pytest.fixture(scope="module")
def without(installed):
    """Hutong alone."""
    return installed()


@pytest.fixture(scope="module")
def first(installed):
    """With the first version of the postcards."""
    return installed(HERE / "postcard")


@pytest.fixture(scope="module")
def later(installed, tmp_path_factory):
    """With the next version: a column more, and a longer one."""
    source = tmp_path_factory.mktemp("later") / "postcard"
    shutil.copytree(HERE / "postcard", source)
    shutil.copytree(HERE / "postcard_later", source, dirs_exist_ok=True)
    models = source / "hutong_postcard" / "models.py"
    longer = 'String(400))\n    frame: Mapped[str] = mapped_column(String(20), server_default="plain")'
    models.write_text(models.read_text().replace("String(200))", longer))
    return installed(source)


def play(installation, step, base):
    finished = installation.python(SCENE, step, base)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.splitlines()[-1])


def test_it_goes_comes_back_newer_and_is_removed(first, without, later, tmp_path):
    home = tmp_path / "home"
    there = {"code": [302, False], "home": 200, "menu": True, "page": 200}
    away = {"code": [503, True], "home": 200, "menu": False, "page": 404}

    opened = play(first, "open", tmp_path)
    assert opened | there == opened
    kept = opened["rows"]

    gone = play(without, "away", tmp_path)
    assert gone | away == gone
    assert gone["console"] == {"states": [200], "today": True, "tools": True}
    assert gone["rows"] == gone["moved"] == kept
    assert len(gone["doctor"]) == 1
    assert (
        "postcard is not installed: 1 communities use it, 1 jobs wait. Nothing is lost" in gone["doctor"][0]
    )

    back = play(later, "back", tmp_path)
    assert back | there | {"upgraded": ["postcard"]} == back
    assert back["rows"]["postcard_card"] == kept["postcard_card"]
    assert back["rows"]["postcard_stamp"] != kept["postcard_stamp"]  # the stamp that was asked for is on it
    assert back["moved"] == back["rows"]

    backups = sorted(home.glob("backups/*"))
    refused = first.try_hutong(home, "up", **BARE)
    assert refused.returncode == 1
    assert "postcard: the database is at revision 0002" in refused.stderr
    assert "the installed version of postcard does not have (its newest is 0001)" in refused.stderr
    assert "Install the version that was here before, or a later one" in refused.stderr
    assert sorted(home.glob("backups/*")) == backups

    copy = tmp_path / "kept.tar.gz"
    without.hutong(home, "plugin", "remove", "postcard", "--export", copy, "--yes", **BARE)
    assert copy.exists()

    anew = play(first, "look", tmp_path)
    assert anew["upgraded"] == ["postcard"]
    assert (anew["code"], anew["page"]) == ([410, False], 404)
    assert set(anew["rows"].values()) == {"4f53cda18c2b"}  # of no rows
