"""The author's path of plugins/README.md, typed as it stands there: from an empty folder to a running page.

Every fenced block of the section is executed, in one shell, in the order of the page; a block more or less
fails, because each has its outcome here. Libraries, pip too, come from the environment that runs this test.
"""

import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.testing.accessibility import assert_accessible
from core.testing.browser import DESKTOP, PHONE

ROOT = Path(__file__).resolve().parents[2]
HEADING = "## Your first plugin: ten minutes\n"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "--- the step has ended ---"
PATIENCE = 180
TYPING, READING = 0.28, 200 / 60
"""Seconds for a key (Card, Moran and Newell's average typist) and words read in a second."""


def section():
    text = (ROOT / "plugins/README.md").read_text()
    return text.split(HEADING, 1)[1].partition("\n## ")[0]


@dataclass
class Terminal:
    """One shell, as an author has it open; `place` is the folder that the checkout lies in."""

    place: Path
    port: int
    shell: subprocess.Popen[str]
    new_page: object

    @property
    def project(self):
        return self.place / "workshop" / "hutong-wishes"

    def type(self, commands):
        """Run commands to their end and give what they print; one that fails ends the shell."""
        script = self.place / "typed.sh"
        script.write_text(commands)
        self.shell.stdin.write(f". {script} < /dev/null\necho '{MARK}'\n")
        self.shell.stdin.flush()
        before, deadline = len(self.printed), time.monotonic() + PATIENCE
        while f"{MARK}\n" not in self.printed[before:]:
            assert self.shell.poll() is None, f"{commands}\n{self.printed[before:]}"
            assert time.monotonic() < deadline, f"{commands}\n{self.printed[before:]}"
            time.sleep(0.02)
        return self.printed[before:].partition(MARK)[0]

    @property
    def printed(self):
        """What stands in the terminal; a server goes on writing there after the commands that started it."""
        return (self.place / "printed.txt").read_text()

    def edit(self, change):
        """Make a change as the page shows it; what it replaces stands in the file once."""
        name, *lines = change.splitlines()
        file = self.project / name.removeprefix("--- ")
        before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
        text = file.read_text()
        assert text.count(before) == 1, change
        file.write_text(text.replace(before, after))
        return ""

    def look(self, path, device, **surroundings):
        """Somebody opens a page: nothing is in their way, and nothing scrolls sideways."""
        page = self.new_page(device, **surroundings)
        page.goto(self.address + path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def page(self, path):
        """What the server answers, once it does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                    return answer.read().decode()
            except urllib.error.HTTPError:
                raise
            except OSError:
                assert time.monotonic() < deadline, "nobody answers"
                time.sleep(0.1)


@pytest.fixture
def terminal(tmp_path, new_page):
    (tmp_path / "hutong").symlink_to(ROOT)
    programs = tmp_path / "programs"
    programs.mkdir()
    venv = f'if [ "$1 $2" = "-m venv" ]; then set -- "$@" --without-pip; fi; exec {sys._base_executable} "$@"'
    shims = {"python3": venv} | {tool: f'exec python3 -m {tool} "$@"' for tool in ("pip", "pytest")}
    for name, command in shims.items():
        (programs / name).write_text(f"#!/bin/sh\n{command}\n")
        (programs / name).chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{programs}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say: build with what is here
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "HUTONG_SKIP_ASSETS": "1",
        "PORT": str(port),
    }
    with (tmp_path / "printed.txt").open("w") as printed:
        shell = subprocess.Popen(
            ["/bin/bash", "-e"],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=printed,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    shell.stdin.write("trap 'kill 0' EXIT\n")  # however this run ends, the server ends with the shell
    yield Terminal(tmp_path, port, shell, new_page)
    shell.stdin.close()
    shell.wait(PATIENCE)
    shutil.rmtree(tmp_path / "workshop", ignore_errors=True)


def is_installed(terminal, printed):
    assert (terminal.place / "workshop/.venv/bin/hutong").exists()


def is_begun(terminal, printed):
    assert "Made hutong-wishes. Next:" in printed
    assert (terminal.project / "hutong_wishes/plugin.py").is_file()


def is_all_right(terminal, printed):
    assert "hutong_wishes: nothing is wrong" in printed
    assert re.search(r"= \d+ passed in", printed), printed


def is_served(terminal, printed):
    assert "wishes is on in corner" in printed
    assert "周五开到九点" in terminal.page("/corner/wishes/?lang=zh")
    assert "open until nine on Fridays" in terminal.page("/corner/wishes/?lang=en")
    assert "您有什么心愿？" in terminal.page("/corner/wishes/new?lang=zh")
    terminal.look("/corner/wishes/", PHONE, language="zh")
    terminal.look("/corner/wishes/new", DESKTOP, language="en", dark=True)


def is_named(terminal, printed):
    assert re.search(r"messages\.po:\d+: 'What would make your day\?' has no Chinese yet", printed), printed


def is_translated(terminal, printed):
    assert "every text has its Chinese\n" in printed


def is_revised(terminal, printed):
    revision = terminal.project / "hutong_wishes/migrations/versions/0002_a_wish_can_be_pinned.py"
    assert "pinned_at" in revision.read_text()


def is_changed(terminal, printed):
    assert "什么事能让您开心一整天？" in terminal.page("/corner/wishes/new?lang=zh")
    assert "周五开到九点" in terminal.page("/corner/wishes/?lang=zh")


def is_built(terminal, printed):
    (wheel,) = (terminal.project / "dist").glob("hutong_wishes-0.1.0-*.whl")
    names = {name.removeprefix("hutong_wishes/") for name in ZipFile(wheel).namelist()}
    assert names >= {
        "plugin.py",
        "content/wishes.yaml",
        "migrations/versions/0002_a_wish_can_be_pinned.py",
        "static/wishes/wall.css",
        "templates/wishes/console/wish.html",
        "translations/zh_Hans_CN/LC_MESSAGES/messages.mo",
    }
    assert [name for name in names if name.startswith("tests/") or name.endswith(".po")] == []


def nothing(terminal, printed):
    """An edit: the step after it shows."""


OUTCOMES = [
    is_installed,
    is_begun,
    is_all_right,
    is_served,
    nothing,
    is_named,
    nothing,
    is_translated,
    nothing,
    nothing,
    is_revised,
    is_changed,
    is_built,
]


@pytest.mark.browser
def test_the_path_of_the_page_leads_to_a_running_tool(terminal, figure):
    steps, started = FENCE.findall(section()), time.monotonic()

    for (language, text), outcome in zip(steps, OUTCOMES, strict=True):
        begun = time.monotonic()
        printed = {"sh": terminal.type, "diff": terminal.edit}[language](text)
        outcome(terminal, printed)
        sys.stdout.write(f"{time.monotonic() - begun:5.1f} s  {text.splitlines()[-1]}\n")

    worked = time.monotonic() - started
    typed = sum(
        len(line) - 1 for _, text in steps for line in text.splitlines() if line[:1] not in ("-", " ")
    )
    read = len(re.sub(FENCE, "", section()).split())
    minutes = (worked + typed * TYPING + read / READING) / 60
    figure(
        "author's path",
        f"{minutes:.1f} minutes to read, type and wait ({len(steps)} steps, {worked:.0f} s of them waiting)",
    )
    assert minutes < 10
