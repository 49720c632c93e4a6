"""Templates of businesses on the command line: saved, written as a folder, brought in elsewhere."""

import json

import pytest

from core.cli import main
from core.gallery.checks import template_problems


@pytest.fixture
def hutong(app, capsys):
    """``hutong("template", "save", …)`` gives exit code, output and what was said on standard error."""

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["template", *map(str, arguments)], app)
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def test_a_site_becomes_a_folder_and_another_business_s_template(
    app, business, make_tenant, hutong, tmp_path
):
    business.begin("blank")
    make_tenant("other", plugins=[])

    code, out, _ = hutong(
        "save", "qinghe", "--title-en", "Next door", "--licence", "CC0-1.0", "--public", "--json"
    )
    told = json.loads(out)
    assert (code, told["version"], told["public"]) == (0, 1, True)
    assert hutong("save", "qinghe", "--title-en", "Again", "--of", told["name"])[0] == 0
    assert hutong("save", "qinghe", "--title-en", "Again", "--of", "own-nothing-1")[0] == 1
    assert hutong("save", "qinghe", "--title-en", "Mine", "--public")[0] == 1, "for own use only"

    assert hutong("export", "qinghe", "--folder", tmp_path / "next-door")[0] == 0
    with app.app_context():
        assert template_problems(tmp_path / "next-door") == []
    assert hutong("export", told["name"], "--folder", tmp_path / told["name"])[0] == 0
    assert hutong("export", told["name"], "--folder", tmp_path / told["name"])[0] == 1, "it is there already"

    code, _, said = hutong("import", tmp_path / "next-door", "--for", "other")
    assert (code, "belongs to other now" in said) == (0, True)
    (tmp_path / "next-door" / "run.py").write_text("1")
    code, _, said = hutong("import", tmp_path / "next-door", "--for", "other")
    assert (code, "run.py: no file of a template is called that" in said) == (1, True)
    assert hutong("apply", "other", told["name"])[0] == 0
