"""The command line on an installation whose only tool is `tale`, with one template."""

import json

import pytest

from core.cli import main
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


@pytest.fixture
def hutong(app, capsys):
    """``hutong("tenant", "list")`` gives exit code, output and what was said on standard error."""

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments), app)
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


@pytest.fixture
def hutong_json(hutong):
    """The same for what must succeed and prints JSON."""

    def run(*arguments):
        code, out, err = hutong(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return run
