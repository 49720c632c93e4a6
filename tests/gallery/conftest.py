"""An installation whose only tool is `tale`, with one template."""

import pytest

from tests.gallery.scene import write_template


@pytest.fixture
def plugin_packages():
    return ["tests.gallery.tools"]


@pytest.fixture
def templates_folder(tmp_path):
    folder = tmp_path / "templates"
    write_template(folder)
    return folder


@pytest.fixture
def settings(settings, templates_folder):
    return settings.model_copy(update={"templates_folder": templates_folder})
