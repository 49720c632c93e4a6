"""All that can be found out about plugins before anybody uses them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.reading import read_sources
from core.authoring.plugin_check.rehearsal import rehearse
from core.authoring.plugin_check.sources import Sources


def check_plugins(packages: Sequence[Path], *, rehearsing: bool = True) -> list[Finding]:
    """What is wrong with these plugins.

    They are rehearsed together while they are read; where one of them cannot start, those that were read
    without a fault are rehearsed again without it.
    """
    plugins = [Sources(package.resolve()) for package in packages]
    with ThreadPoolExecutor(1) as process:
        rehearsal = process.submit(rehearse, plugins) if rehearsing else None
        read = {one.name: read_sources(one) for one in plugins}
    found = [finding for findings in read.values() for finding in findings]
    sound = [one for one in plugins if not any(finding.weight == "wrong" for finding in read[one.name])]
    if rehearsal is not None:
        found += rehearsal.result() if len(sound) in (0, len(plugins)) else rehearse(sound)
    return sorted(found)
