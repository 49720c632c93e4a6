"""Static files may be kept for ever, so their addresses change with all that they bring along."""

from pathlib import Path

import pytest
from flask import Flask

from core.static_files import StaticFolders
from core.urls import static_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("js/form.js", "js/conditions.js", "css/form.css", "css/public.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def addresses(folder: Path) -> dict[str, str]:
    app = Flask("static")
    app.debug = True  # hashes are not kept
    app.extensions["hutong.static"] = StaticFolders(folder, {})
    with app.app_context():
        return {name: static_url(name) for name in ("js/form.js", "css/form.css")}


def test_a_script_has_a_new_address_when_one_it_may_import_changes(folder: Path) -> None:
    before = addresses(folder)
    (folder / "js/conditions.js").write_text("changed")
    (folder / "css/public.css").write_text("changed")
    after = addresses(folder)

    assert after["js/form.js"] != before["js/form.js"]
    assert after["css/form.css"] == before["css/form.css"]
