"""At start-up: a plugin of others whose files break a rule is refused before anybody meets the fault."""

from functools import cache
from pathlib import Path

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.reading import READERS, read_sources
from core.authoring.plugin_check.sources import Sources
from core.authoring.plugin_check.whole import folder_findings, size_findings
from core.plugin_discovery import Origin
from core.plugin_places import sentence
from core.plugin_rules import PluginError

AT_START = (size_findings, *(reader for reader in READERS if reader is not folder_findings))
"""README, tests and what else only a source tree has are asked for by ``hutong plugin check`` alone."""


def refuse_unsound(package: Path, origin: Origin) -> None:
    """Raises `PluginError`: what is wrong first in the files of `package`, and how much more."""
    wrong = _faults(package, max(path.stat().st_mtime_ns for path in package.rglob("*")))
    if wrong:
        first, name = wrong[0], Sources(package).name
        more = f". There are {len(wrong) - 1} more: hutong plugin check {name}" if len(wrong) > 1 else ""
        place = f"{first.file}:{first.line}"
        raise PluginError(origin.blame(f"{name}: {place}: {first.what}. {sentence(first.hint)}{more}"))


@cache
def _faults(package: Path, changed: int) -> list[Finding]:  # noqa: ARG001 - a changed file is read anew
    return [finding for finding in read_sources(Sources(package), AT_START) if finding.weight == "wrong"]
