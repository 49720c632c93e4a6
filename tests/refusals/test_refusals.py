"""A plugin with a mistake that can be seen at start-up is refused with a message that says what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.refusals.broken import BROKEN, SOUND


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What Hutong says to each of the broken plugins, and to a sound one."""
    folder = tmp_path_factory.mktemp("broken")
    for name, (files, _message) in {**BROKEN, "sound": ({}, "")}.items():
        for path, text in (SOUND | files).items():
            write(folder / name / f"hutong_{name}" / path.replace("NAME", name), text.replace("NAME", name))
        about = folder / name / f"hutong_{name}-1.0.dist-info"
        write(about / "METADATA", f"Metadata-Version: 2.1\nName: hutong-{name}\nVersion: 1.0\n")
        write(about / "entry_points.txt", f"[hutong.plugins]\n{name} = hutong_{name}.plugin\n")
    script = Path(__file__).with_name("start_each.py")
    finished = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_a_sound_plugin_starts(answers):
    assert answers["sound"] == ""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_refused_with_what_to_do(answers, name):
    said = answers[name]

    assert BROKEN[name][1] in said
    assert f"hutong-{name} 1.0; to start without tools of others: hutong up --safe" in said
    assert said.count(". ") <= 3
