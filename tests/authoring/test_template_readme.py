"""The commands in tenant_templates/README.md, typed in their order."""

import re
import shlex
import shutil
import threading
import urllib.request
from pathlib import Path

import pytest

from core.authoring.template_preview import preview_server
from core.cli import main
from tests.templates.scenario import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def settings(settings, tmp_path):
    """An installation whose templates are a copy: new ones are written beside them."""
    folder = shutil.copytree(ROOT, tmp_path / "templates")
    return settings.model_copy(update={"templates_folder": folder})


def commands():
    [block] = re.findall(r"## From nothing to a template\n\n```sh\n(.*?)```", README, re.DOTALL)
    return [shlex.split(line, comments=True) for line in block.splitlines()]


def see(folder: Path, settings):
    """What the preview's first page says; its server is a command that does not end by itself."""
    with preview_server(folder, settings, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/preview/?lang=en") as page:
            text = page.read().decode()
        server.shutdown()
        thread.join()
    return text


def test_every_line_works(app, settings, capsys):
    typed = commands()
    assert len(typed) == 9
    for program, *arguments in typed:
        assert program == "hutong"
        if arguments[1] == "preview":
            assert "Don’t bin them" in see(settings.templates_folder / arguments[2], settings)
            continue
        app.extensions.pop("hutong.templates", None)  # each is a process of its own
        with pytest.raises(SystemExit) as ended:
            main(arguments, app)
        assert (arguments, ended.value.code or 0) == (arguments, 0), capsys.readouterr().err

    said = capsys.readouterr()
    assert "shoe-repair: good" in said.out
    assert "+ club is switched on" in said.out
    assert "cafe was taken back from mend" in said.err
    about = (settings.templates_folder / "cobbler" / "template.yaml").read_text("utf-8")
    assert re.search(r"(?m)^name: cobbler .*\nparent: shoe-repair$", about)
