"""The rehearsal: an application with these plugins on a throw-away SQLite database, in a process of its own.

``python -m core.authoring.plugin_check.rehearsal PACKAGE…`` prints the findings as JSON. A process, because
models can be imported once only, and because nobody knows what a plugin does when it is imported.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from core import Settings, create_app
from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.places import place_in
from core.authoring.plugin_check.scenes import scenes
from core.authoring.plugin_check.sources import Sources
from core.plugin_rules import PluginError

PATIENCE = 60
"""Seconds that a rehearsal may take."""
_PLACE = re.compile(r"(?P<file>[^\s:]+\.py):(?P<line>\d+): ")


def rehearse(all_sources: Sequence[Sources]) -> list[Finding]:
    """What shows only when the plugins run."""
    command = [sys.executable, "-m", __spec__.name, *(str(sources.folder) for sources in all_sources)]
    try:
        finished = subprocess.run(  # noqa: S603 - this Python, on folders that the author named
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        what, hint = f"the rehearsal took more than {PATIENCE} seconds", "what takes long is a job"
        return [Finding(sources.shown("plugin.py"), 1, what, hint) for sources in all_sources]
    if finished.returncode:
        last = finished.stderr.strip().splitlines()[-1:] or [f"exit status {finished.returncode}"]
        what = f"it ends the process when it starts: {last[0]}"
        return [Finding(sources.shown("plugin.py"), 1, what, "mend it first") for sources in all_sources]
    found = json.loads(finished.stdout.splitlines()[-1])
    return [Finding(Path(one.pop("file")), **one) for one in found]


def _perform(all_sources: Sequence[Sources]) -> Iterator[Finding]:
    modules = []
    for sources in all_sources:
        if str(sources.import_folder) not in sys.path:
            sys.path.insert(0, str(sources.import_folder))
        try:
            modules.append(import_module(f"{sources.package}.plugin"))
        except BaseException as error:  # noqa: BLE001 - whatever it does when it is imported
            yield _refused(sources, f"{type(error).__name__}: {' '.join(str(error).split())}", error)
    if len(modules) < len(all_sources):
        return
    with TemporaryDirectory() as folder:
        settings = Settings(
            home=Path(folder) / "home",
            database_url=f"sqlite:///{folder}/rehearsal.db",
            secret_key="of a rehearsal",  # noqa: S106 - nothing is kept
            testing=True,
            jobs="manual",
            safe_mode=True,
        )
        try:
            app = create_app(settings, [], modules)
        except PluginError as error:
            named = (sources for sources in all_sources if sources.name in str(error))
            yield _refused(next(named, all_sources[0]), str(error), error)
            return
        yield from scenes(app, all_sources)


def _refused(sources: Sources, message: str, error: BaseException) -> Finding:
    """The engine's message, at the place that it names or that the traceback leads to."""
    named = _PLACE.search(message)
    if named:
        what, place = message.replace(named.group(), ""), (named["file"], int(named["line"]))
    else:
        what, place = message, place_in(error, sources) or ("plugin.py", 1)
    return Finding(sources.shown(place[0]), place[1], f"refused at start-up: {what}", "see plugins/README.md")


if __name__ == "__main__":
    findings = list(_perform([Sources(Path(folder)) for folder in sys.argv[1:]]))
    print(json.dumps([finding.as_data() for finding in findings]))  # noqa: T201 - the answer
