"""The folder as a whole: what every plugin has, names of files, sizes."""

import ast
from collections.abc import Iterator
from importlib.metadata import entry_points

from core.authoring.plugin_check.findings import Finding, Weight
from core.authoring.plugin_check.sources import Sources
from core.plugin_discovery import ENTRY_POINT_GROUP

SAYS_NOTHING = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "base"})
PARTS = {
    "__init__.py": "one sentence in it says what the tool gives a tenant",
    "plugin.py": "it holds the manifest and the hooks",
    "testing.py": "sample_arguments() in it makes one object of each sort, for the contracts",
    "tests/*.py": 'begin with: TestContracts = contracts_of("…")',
    "translations/zh_Hans_CN/LC_MESSAGES/*.po": "run: hutong plugin translations FOLDER",
}
LONG = 400
HUGE = 1_000_000
SOURCES = frozenset(
    ".py .html .txt .json .geojson .jsonl .yaml .yml .toml .xml .csv .tsv .sql .po .md".split()
)
"""What is read line by line or whole; fonts, pictures and libraries of a page may be large."""


def folder_findings(sources: Sources) -> Iterator[Finding]:
    """What is missing, what a name does not say, what is too large."""
    for part, hint in PARTS.items():
        if not any(sources.folder.glob(part)):
            yield Finding(sources.shown(part), 1, f"{part} is missing", hint)
    if not _has_readme(sources):
        yield Finding(sources.shown("README.md"), 1, "README.md is missing", "say what the tool is for")
    yield from _samples(sources)
    for path in sources.files():
        if path.stem in SAYS_NOTHING:
            name = f"the name {path.name} says nothing"
            yield Finding(sources.shown(path), 1, name, "call it what is inside")
    yield from size_findings(sources)


def _has_readme(sources: Sources) -> bool:
    """In the package, beside it, or, where it is installed, in what its distribution says of itself."""
    if any((folder / "README.md").is_file() for folder in (sources.folder, sources.folder.parent)):
        return True
    points = entry_points(group=ENTRY_POINT_GROUP)
    ours = [point.dist for point in points if point.module.startswith(f"{sources.package}.")]
    return any(dist is not None and bool(dist.metadata.get_payload()) for dist in ours)  # type: ignore[attr-defined]


def size_findings(sources: Sources) -> Iterator[Finding]:
    """What is too large, and what cannot be read at all."""
    for path in sources.files():
        if path.stat().st_size > HUGE and "tests" not in path.relative_to(sources.folder).parts:
            what = f"the file has {path.stat().st_size // 1_000_000} MB"
            weight: Weight = "wrong" if path.suffix.lower() in SOURCES else "hint"
            hint = "shrink it, or load it from outside the package"
            yield Finding(sources.shown(path), 1, what, hint, weight)
    for module in sources.modules:
        lines = len(module.path.read_bytes().splitlines())
        if lines > LONG:
            yield Finding(module.shown, LONG, f"{lines} lines", "divide it by subject", "hint")
    for path, error in sources.broken.items():
        yield Finding(
            sources.shown(path), error.lineno or 1, f"this is no Python: {error.msg}", "mend it first"
        )


def _samples(sources: Sources) -> Iterator[Finding]:
    found = next((module for module in sources.modules if module.path.name == "testing.py"), None)
    names = {node.name for node in found.syntax.body if isinstance(node, ast.FunctionDef)} if found else set()
    if found and "sample_arguments" not in names:
        hint = "it gives a dictionary with a value for each argument of your routes"
        yield Finding(found.shown, 1, "testing.py has no sample_arguments()", hint)
