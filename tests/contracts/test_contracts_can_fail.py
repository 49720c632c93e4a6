"""The contracts, in the suite of an author whose plugin breaks most of them: each says so, by name."""

import os
import re
import subprocess
import sys

from tests.contracts.leaky import BROKEN_PROMISES, FILES


def install(folder):
    """The leaky plugin with an entry point, as pip would leave it."""
    about = {"METADATA": "Metadata-Version: 2.1\nName: hutong-leaky\nVersion: 1.0\n"}
    about["entry_points.txt"] = "[hutong.plugins]\nleaky = hutong_leaky.plugin\n"
    files = {f"hutong_leaky/{path}": text for path, text in FILES.items()}
    files |= {f"hutong_leaky-1.0.dist-info/{path}": text for path, text in about.items()}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def test_each_broken_promise_is_named(tmp_path):
    install(tmp_path)

    options = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "--rootdir=.", "-rf"]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "hutong_leaky/tests"],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "HUTONG_TEST_DATABASE_URL": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    failed = set(re.findall(r"FAILED \S+::TestContracts::(\w+)", finished.stdout))
    assert (finished.returncode, failed) == (1, BROKEN_PROMISES), finished.stdout
    assert "leaky.show: GET with another tenant's note_id: 200, not 404" in finished.stdout
    assert "leaky_note.text: personal or not?" in finished.stdout
