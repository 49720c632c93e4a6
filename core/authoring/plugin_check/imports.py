"""What a plugin imports: of the house only `hutong`, no other plugin, and nothing in a circle."""

import ast
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Module, Sources
from core.plugin_discovery import ENTRY_POINT_GROUP

RAW = {"engine", "engines", "connection", "get_engine"}
Import = tuple[str, int]


def import_findings(sources: Sources) -> Iterator[Finding]:
    """Imports of the core and of other plugins, circles, and ways past the guard of tenants."""
    others = other_plugins(sources)
    for module in sources.modules:
        seen = set()
        for name, line in imports_of(module.nodes):
            top = name.partition(".")[0]
            if top == "core" and line not in seen:
                hint = f"import it from hutong; what is not there is no part of the API ({_guess(name)})"
                yield Finding(module.shown, line, f"it imports {name}, of the core", hint)
            elif any(_is_inside(name, other) for other in others) and line not in seen:
                hint = "plugins know nothing of each other; what they share goes through hooks and acts"
                yield Finding(module.shown, line, f"it imports {name}, of another plugin", hint)
            seen.add(line)
        for line in raw_database_access(module.nodes):
            hint = "use db.session with select(), update() … of mapped classes"
            yield Finding(module.shown, line, "this goes past the guard that keeps tenants apart", hint)
    yield from _circles(sources)


def other_plugins(sources: Sources) -> set[str]:
    """Packages of the plugins installed here, without this one."""
    installed = {point.module.rpartition(".")[0] for point in entry_points(group=ENTRY_POINT_GROUP)}
    neighbours = {f"plugins.{path.parent.name}" for path in sources.folder.parent.glob("*/plugin.py")}
    return (installed | (neighbours if sources.package.startswith("plugins.") else {"plugins"})) - {
        sources.package
    }


def imports_of(nodes: Iterable[ast.AST]) -> Iterator[Import]:
    """Absolute names of modules and members that code imports, with their lines."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def raw_database_access(nodes: Iterable[ast.AST]) -> list[int]:
    """Lines that use ``text()``, a connection or the engine: the tenant guard sees none of these."""
    lines = []
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sqlalchemy":
            lines += [node.lineno for alias in node.names if alias.name in {"text", "create_engine"}]
        elif isinstance(node, ast.Attribute):
            raw = node.attr in RAW or ast.unparse(node) in {"sa.text", "sqlalchemy.text"}
            lines += [node.lineno] if raw else []
    return lines


def _circles(sources: Sources) -> Iterator[Finding]:
    """Modules that need each other while they are imported; each circle is named once."""
    arrows = {module.name: sorted(_needed(module, sources)) for module in sources.modules}
    by_name = {module.name: module for module in sources.modules}
    named: set[frozenset[str]] = set()
    for start in arrows:
        circle = _way_back(start, arrows)
        if circle and frozenset(circle) not in named:
            named.add(frozenset(circle))
            way = " → ".join(name.removeprefix(f"{sources.package}.") for name in [*circle, circle[0]])
            line = _needed(by_name[circle[0]], sources)[circle[1] if len(circle) > 1 else circle[0]]
            hint = "keep the order models → queries → operations → forms → views → plugin.py"
            yield Finding(by_name[circle[0]].shown, line, f"imports in a circle: {way}", hint)


def _needed(module: Module, sources: Sources) -> dict[str, int]:
    """Modules of the plugin that `module` imports at once, not inside a function, with their lines."""
    known = {other.name for other in sources.modules} - {sources.package}
    found: dict[str, int] = {}
    for node in module.syntax.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name, line in imports_of([node]):
                target = name if name in known else name.rpartition(".")[0]
                if target in known and target != module.name:
                    found.setdefault(target, line)
    return found


def _way_back(start: str, arrows: dict[str, list[str]]) -> list[str]:
    """The shortest way from `start` to itself; empty: there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop(0)
        for after in arrows.get(way[-1], []):
            if after == start:
                return way
            if after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return []


def _is_inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _guess(name: str) -> str:
    """``from hutong import Base`` for ``core.database.Base``."""
    return f"perhaps: from hutong import {name.rpartition('.')[2]}"
