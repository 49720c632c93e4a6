"""At start-up: a plugin of others whose files break a rule is refused before anybody meets the fault.

Refused is what is certain. What readers of pages and words take for a fault may be none (a name
that is alike in all languages): it is a line in the log, and the installation does not stay down for it.
"""

from functools import cache
from pathlib import Path

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.pages import page_findings
from core.authoring.plugin_check.reading import READERS, read_sources
from core.authoring.plugin_check.sources import Sources
from core.authoring.plugin_check.texts import word_findings
from core.authoring.plugin_check.whole import folder_findings, size_findings
from core.plugin_discovery import Origin
from core.plugin_faults import log
from core.plugin_places import sentence
from core.plugin_rules import PluginError

LOGGED = (page_findings, word_findings)
AT_START = (size_findings, *(reader for reader in READERS if reader not in (folder_findings, *LOGGED)))
"""README, tests and what else only a source tree has are asked for by ``hutong plugin check`` alone."""


def refuse_unsound(package: Path, origin: Origin) -> None:
    """Raises `PluginError`: what is wrong first in the files of `package`, and how much more."""
    changed = max((path.stat().st_mtime_ns for path in package.rglob("*")), default=0)
    name, wrong, doubtful = _read(package, changed)
    if wrong:
        raise PluginError(origin.blame(_in_words(name, wrong)))
    if doubtful:
        log.warning("%s", _in_words(name, doubtful))


def _in_words(name: str, found: list[Finding]) -> str:
    """The first, and how many more there are."""
    first, place = found[0], f"{found[0].file}:{found[0].line}"
    more = f". There are {len(found) - 1} more: hutong plugin check {name}" if len(found) > 1 else ""
    return f"{name}: {place}: {first.what}. {sentence(first.hint)}{more}"


@cache
def _read(package: Path, changed: int) -> tuple[str, list[Finding], list[Finding]]:  # noqa: ARG001 - a changed file is read anew
    """Its name, what is refused, what is only logged."""
    sources = Sources(package)
    found = read_sources(sources, AT_START)
    wrong = [finding for finding in found if finding.weight == "wrong"]
    return sources.name, wrong, read_sources(sources, LOGGED)
