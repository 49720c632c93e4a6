"""`hutong plugin new` and its neighbours refuse in words and overwrite nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.authoring.plugin_check.refusing import refuse_unsound
from core.cli import main
from core.plugin_discovery import Origin
from core.plugin_rules import PluginError

MYPY_CACHE = Path(__file__).resolve().parents[2] / ".cache" / "mypy-of-authors"
"""Kept between runs: what Hutong's own types are is found out once."""


@pytest.fixture
def hutong(app, capsys):
    """``hutong("plugin", "new", …)`` gives exit code, output and what was said on standard error."""

    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments], app)
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


REFUSED = {
    "Wishes": "is not one short word",
    "wish-wall": "is not one short word",
    "w": "is not one short word",
    "routes": "is a command of hutong",
    "survey": "is installed here",
    "people": "is a word of Hutong's own",
    "join": "is a word of Hutong's own",
    "core": "is a word of Hutong's own",
}


def test_a_name_that_no_tool_can_have_is_refused_with_the_reason(hutong, tmp_path):
    for name, why in REFUSED.items():
        code, out, err = hutong("plugin", "new", name, "--folder", tmp_path)
        assert (code, out) == (1, "")
        assert err.startswith(f"hutong: {name!r} {why}")
    assert list(tmp_path.glob("hutong-*")) == []


def test_nothing_is_overwritten(hutong, tmp_path):
    kept = tmp_path / "hutong-wishes" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("mine")

    code, _out, err = hutong("plugin", "new", "wishes", "--folder", tmp_path)

    assert code == 1
    assert "is there already" in err
    assert list(kept.parent.iterdir()) == [kept]


def test_a_title_has_words(hutong, tmp_path):
    code, _out, err = hutong("plugin", "new", "wishes", "--title-zh", " ", "--folder", tmp_path)

    assert (code, err) == (1, "hutong: the title has no words in zh\n")


def test_what_to_do_next_is_said(hutong, tmp_path):
    code, out, _err = hutong("plugin", "new", "wishes", "--title-en", 'A "wall"', "--folder", tmp_path)

    assert code == 0
    assert len(out.splitlines()) == 4
    assert "hutong plugin enable wishes SLUG" in out
    offers = (tmp_path / "hutong-wishes/hutong_wishes/offers.py").read_text()
    assert '"en": \'A "wall"\'' in offers


def test_texts_are_collected_filled_from_the_house_and_the_rest_is_named(hutong, tmp_path):
    hutong("plugin", "new", "wishes", "--folder", tmp_path)
    package = tmp_path / "hutong-wishes" / "hutong_wishes"
    catalog = package / "translations/zh_Hans_CN/LC_MESSAGES/messages.po"
    compiled = catalog.with_suffix(".mo").read_bytes()
    before = catalog.read_text()
    assert hutong("plugin", "translations", package.parent) == (0, "", "every text has its Chinese\n")
    assert catalog.read_text() == before

    forms = package / "forms.py"
    forms.write_text(f'{forms.read_text()}\nMORE = (_l("Settings"), _l("A new thing"))\n')
    catalog.write_text(before.replace('msgstr "取消"', 'msgstr "算了"'))
    code, out, _err = hutong("plugin", "translations", package.parent)

    assert code == 0
    lines = [line.partition(": ")[2] for line in out.splitlines()]
    assert sorted(lines) == [
        "'A new thing' has no Chinese yet: write it into msgstr",
        "'Cancel' is 取消 in Hutong and is shown so: say the same, or say it otherwise in English",
        "'Settings' is 设置, as Hutong says it; if you mean something else, say it otherwise in English",
    ]
    assert 'msgid "Settings"\nmsgstr "设置"' in catalog.read_text()
    assert catalog.with_suffix(".mo").read_bytes() != compiled


def test_compiled_texts_are_enough_to_start_with(hutong, tmp_path):
    """As a wheel has them; without those, too, it is refused."""
    hutong("plugin", "new", "wishes", "--folder", tmp_path)
    package = tmp_path / "hutong-wishes" / "hutong_wishes"
    catalog = package / "translations/zh_Hans_CN/LC_MESSAGES/messages.po"

    catalog.unlink()
    refuse_unsound(package, Origin())

    catalog.with_suffix(".mo").unlink()
    with pytest.raises(PluginError, match="has no Chinese"):
        refuse_unsound(package, Origin())


def test_a_folder_without_a_tool_is_named(hutong, tmp_path):
    code, _out, err = hutong("plugin", "translations", tmp_path)

    assert code == 1
    assert f"no plugin.py in {tmp_path}" in err


def test_what_is_begun_is_clean_by_its_own_rules(hutong, tmp_path):
    """Whatever the length of its name; types are the same for all, so one is enough."""
    for name in ("wishes", "ab", "a" * 31):
        hutong("plugin", "new", name, "--folder", tmp_path)
        folder = tmp_path / f"hutong-{name}"
        assert said_by("ruff", "check", ".", folder=folder) == "All checks passed!\n"
        assert "already formatted" in said_by("ruff", "format", "--check", ".", folder=folder)

    types = said_by("mypy", f"--cache-dir={MYPY_CACHE}", folder=tmp_path / "hutong-wishes")
    assert types.startswith("Success: no issues found in ")


def said_by(*command, folder):
    """What a checker says, as the author calls it."""
    finished = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout
