"""A plugin with a mistake that can be seen at start-up is refused with a message that says what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.refusals.broken import BROKEN, HEALTHY, PLUGIN, SOUND


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", errors="surrogateescape")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What Hutong says to each of the broken plugins, and to a sound one."""
    folder = tmp_path_factory.mktemp("broken")
    for name, (files, _message) in (BROKEN | HEALTHY).items():
        for path, text in (SOUND | files).items():
            write(folder / name / f"hutong_{name}" / path.replace("NAME", name), text.replace("NAME", name))
        about = folder / name / f"hutong_{name}-1.0.dist-info"
        write(about / "METADATA", f"Metadata-Version: 2.1\nName: hutong-{name}\nVersion: 1.0\n")
        write(about / "entry_points.txt", f"[hutong.plugins]\n{name} = hutong_{name}.plugin\n")
    write(folder / "single" / "hutong_single.py", PLUGIN.replace("NAME", "single"))
    write(folder / "single" / "old_library" / "old.py", "print 'python 2'\n")
    about = folder / "single" / "hutong_single-1.0.dist-info"
    write(about / "METADATA", "Metadata-Version: 2.1\nName: hutong-single\nVersion: 1.0\n")
    write(about / "entry_points.txt", "[hutong.plugins]\nsingle = hutong_single\n")
    script = Path(__file__).with_name("start_each.py")
    finished = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_plugin_starts_and_what_is_doubtful_is_one_line_in_the_log(answers, name):
    refused, logged = answers[name]

    assert refused == ""
    assert HEALTHY[name][1] in logged
    assert len(logged.splitlines()) == bool(HEALTHY[name][1])


def test_a_single_module_is_refused_in_a_sentence_and_its_neighbours_are_not_read(answers):
    refused, _logged = answers["single"]

    assert refused == (
        "the plugin 'single' is the single module hutong_single, not a package with plugin.py. Make it"
        " hutong_single/plugin.py, and let the entry point lead there"
        " (installed with hutong-single 1.0; to start without tools of others: hutong up --safe)"
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_refused_with_what_to_do(answers, name):
    said, _logged = answers[name]

    assert BROKEN[name][1] in said
    assert f"hutong-{name} 1.0; to start without tools of others: hutong up --safe" in said
    assert said.count(". ") <= 3
