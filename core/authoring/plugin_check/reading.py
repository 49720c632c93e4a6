"""Reading a plugin's files for faults, without importing them."""

from collections.abc import Callable, Iterable, Iterator

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.hooks import hook_findings
from core.authoring.plugin_check.imports import import_findings
from core.authoring.plugin_check.manifest import manifest_findings
from core.authoring.plugin_check.pages import page_findings
from core.authoring.plugin_check.routes import route_findings
from core.authoring.plugin_check.sources import Sources
from core.authoring.plugin_check.tables import table_findings
from core.authoring.plugin_check.texts import text_findings, word_findings
from core.authoring.plugin_check.whole import folder_findings

SAID_WHY = "plugin check: "
"""A comment on the line that begins like this says why the line is right as it is: it is not reported."""
Reader = Callable[[Sources], Iterator[Finding]]
READERS: tuple[Reader, ...] = (
    folder_findings,
    manifest_findings,
    hook_findings,
    import_findings,
    table_findings,
    route_findings,
    page_findings,
    text_findings,
    word_findings,
)


def read_sources(sources: Sources, readers: Iterable[Reader] = READERS) -> list[Finding]:
    """What is wrong with the files of a plugin."""
    found = {finding for reader in readers for finding in reader(sources)}
    return sorted(finding for finding in found if SAID_WHY not in _line(finding))


def _line(finding: Finding) -> str:
    """The line that a finding is about; empty where it is about something that is missing."""
    try:
        lines = finding.file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[finding.line - 1] if finding.line <= len(lines) else ""
