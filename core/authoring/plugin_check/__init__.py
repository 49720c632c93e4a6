"""``hutong plugin check``: what is missing or wrong in a plugin, in words, with file and line.

First its files are read, without importing them; then it is rehearsed: an application with this plugin on a
throw-away database, in a process of its own (`rehearsal`).
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.hooks import hook_findings
from core.authoring.plugin_check.imports import import_findings
from core.authoring.plugin_check.manifest import manifest_findings
from core.authoring.plugin_check.pages import page_findings
from core.authoring.plugin_check.rehearsal import rehearse
from core.authoring.plugin_check.routes import route_findings
from core.authoring.plugin_check.sources import Sources
from core.authoring.plugin_check.tables import table_findings
from core.authoring.plugin_check.texts import text_findings
from core.authoring.plugin_check.whole import folder_findings

SAID_WHY = "plugin check: "
"""A comment on the line that begins like this says why the line is right as it is: it is not reported."""
READERS: tuple[Callable[[Sources], Iterator[Finding]], ...] = (
    folder_findings,
    manifest_findings,
    hook_findings,
    import_findings,
    table_findings,
    route_findings,
    page_findings,
    text_findings,
)


def read_plugin(package: Path) -> list[Finding]:
    """What is wrong with the files of the plugin whose package lies in `package`."""
    sources = Sources(package.resolve())
    found = {finding for reader in READERS for finding in reader(sources)}
    return sorted(finding for finding in found if SAID_WHY not in _line(finding))


def check_plugins(packages: Sequence[Path], *, rehearsing: bool = True) -> list[Finding]:
    """What is wrong with these plugins; those that are read without a fault are rehearsed together."""
    found = [finding for package in packages for finding in read_plugin(package)]
    if not rehearsing:
        return found
    broken = {finding.file for finding in found if finding.weight == "wrong"}
    whole = [Sources(package.resolve()) for package in packages]
    ready = [one for one in whole if not any(one.shown() in path.parents for path in broken)]
    return sorted(found + rehearse(ready or whole))


def _line(finding: Finding) -> str:
    """The line that a finding is about; empty where it is about something that is missing."""
    try:
        lines = finding.file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[finding.line - 1] if finding.line <= len(lines) else ""
