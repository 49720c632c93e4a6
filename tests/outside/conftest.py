"""Distributions of others: built and installed beside Hutong, and used in processes of their own.

So their tables and entry points touch no other test. Each folder here with a ``pyproject.toml`` is one, and
what tests do with it stands in ``test_<folder>.py``.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface

from tests.serving.test_up import free_port

OUTSIDE = Path(__file__).parent
PIP = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps"]
PATIENCE = 120
"""Seconds; the machine may have much else to do."""

# Installed by the tests that use them; their own tests run where they are installed.
collect_ignore = [path.parent.name for path in OUTSIDE.glob("*/pyproject.toml")]


@dataclass(frozen=True)
class Installation:
    """A folder that distributions were installed in; what is run sees them and this Hutong."""

    folder: Path

    def python(self, *arguments: object, **environment: object) -> subprocess.CompletedProcess[str]:
        """Run this Python to its end, whatever its exit status."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=self._environment(**environment),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def hutong(self, home: Path, *arguments: object, **environment: object) -> str:
        """What a command prints that must succeed: ``hutong(home, "db", "upgrade")``."""
        finished = self.try_hutong(home, *arguments, **environment)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def try_hutong(
        self, home: Path, *arguments: object, **environment: object
    ) -> subprocess.CompletedProcess[str]:
        """A command that may be refused."""
        return self.python(*COMMAND, *arguments, HUTONG_HOME=home, **environment)

    def run_suite(self, tests: str, *options: str) -> str:
        """Run the tests that an author wrote, where they are installed; gives the last line."""
        usual = ["-q", "-W", "error", "-p", "no:cacheprovider", "--import-mode=importlib", "--rootdir=."]
        finished = self.python("-m", "pytest", *usual, *options, tests)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout.splitlines()[-1]

    @contextmanager
    def serving(self, home: Path, **environment: object) -> Iterator[str]:
        """``hutong up`` on a port of its own; gives its address once it answers."""
        port = free_port()
        log = home.parent / f"{home.name}-{port}.log"
        with log.open("w") as written:
            process = subprocess.Popen(
                [sys.executable, *COMMAND, "up"],
                env=self._environment(HUTONG_HOME=home, PORT=port, **environment),
                cwd=self.folder,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
            try:
                _await(f"http://127.0.0.1:{port}/healthz", process, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(PATIENCE)

    def open_community(
        self, home: Path, slug: str, template: str, tools: Mapping[str, Path] | None = None
    ) -> "Community":
        """A community of an owner who has not been there yet, open and shared.

        `tools` are switched on besides the template's, each with the content of a file. All is one process.
        """
        commands = [("tenant", "create", slug, "--template", template, "--owner", f"owner@{slug}.example")]
        for tool, content in (tools or {}).items():
            commands.append(("plugin", "enable", tool, slug, "--content", str(content)))
        finished = self.python("-c", TOGETHER, json.dumps(commands), HUTONG_HOME=home)
        assert finished.returncode == 0, finished.stderr
        owner_url = next(word for word in finished.stderr.split() if word.startswith("http"))
        lines = [line.split(maxsplit=2) for line in finished.stdout.splitlines()]
        site_url, console_url = (line[1] for line in lines[:2])
        links = {line[2]: line[1] for line in lines if line[0] == "Link"}
        return Community(slug, site_url, console_url, owner_url, links)

    def _environment(self, **more: object) -> dict[str, str]:
        """The surroundings of a process; passwords are stretched as little as in other tests."""
        return {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "HUTONG_ARGON2_TIME_COST": "1",
            "HUTONG_ARGON2_MEMORY_KIB": "1024",
            **{name: str(value) for name, value in more.items()},
        }


@dataclass(frozen=True)
class Community:
    """A community that the operator opened; the owner chooses a password at `owner_url`."""

    slug: str
    site_url: str
    console_url: str
    owner_url: str
    links: dict[str, str]
    """Share links by the title of what they lead to."""


COMMAND = ("-c", "import core.cli; core.cli.main()")
TOGETHER = """
import json, sys
from core.cli import main
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as end:
        if end.code:
            raise
"""
"""Several commands in one process: most of the time of each is its beginning."""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Installation]:
    """Install distributions together, once for a run: ``installed("luckydraw")``, ``installed(folder, …)``.

    A name is a folder beside this file; without any there is Hutong alone. What must not be shared (another
    version of a plugin, one that is taken away) is a copy in a folder of the test's own.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def install(*distributions: str | Path) -> Installation:
        sources = [OUTSIDE / one for one in distributions]
        name = hashlib.sha256(json.dumps([str(source) for source in sources]).encode()).hexdigest()[:12]
        target = shared / f"installed-{name}"
        with (shared / f"installed-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                _install(sources, shared / f"building-{name}", target)
        return Installation(target)

    return install


def _install(sources: list[Path], building: Path, target: Path) -> None:
    """Build in copies, so that nothing is left in the tree, and move into place what is complete."""
    made = building / "installed"
    made.mkdir(parents=True)
    for number, source in enumerate(sources):
        copied = building / str(number)
        shutil.copytree(source, copied, ignore=shutil.ignore_patterns("__pycache__"))
        for catalogs in copied.glob("*/translations"):
            CommandLineInterface().run(["pybabel", "-q", "compile", "-d", str(catalogs)])
        finished = subprocess.run(
            [sys.executable, *PIP, "--no-build-isolation", "--target", made, copied],
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
    made.rename(target)


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
