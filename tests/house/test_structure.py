"""The rules of the house that can be read off its files (DESIGN.md, section 9)."""

import ast
from pathlib import Path

import pytest

from core.authoring.plugin_check.imports import raw_database_access
from core.authoring.plugin_check.whole import SAYS_NOTHING

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/__init__.py"))
FEATURES = sorted(path.parent for path in (ROOT / "core").glob("*/__init__.py"))
SOURCES = sorted(path for top in ("core", "plugins", "migrations") for path in (ROOT / top).rglob("*.py"))
# The numbered order of imports inside a feature and a plugin: an arrow never points back.
ORDER = {
    "models": 0,
    "queries": 1,
    "operations": 2,
    "forms": 3,
    "views": 4,
    "public": 4,
    "console": 4,
    "platform": 4,
    "plugin": 5,
}


def named(path):
    return str(path.relative_to(ROOT))


def is_under(path, *parts):
    return any(part in path.relative_to(ROOT).parts for part in parts)


def syntax(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """Absolute names of all modules and members that a file imports: `a.b.c` for `from a.b import c`."""
    names = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return names


def test_every_file_name_says_what_is_inside():
    everything = [
        path for top in ("core", "plugins", "tests", "migrations") for path in (ROOT / top).rglob("*")
    ]

    assert [named(path) for path in everything if path.stem in SAYS_NOTHING] == []


def test_plugins_and_their_tests_import_the_core_as_hutong_only():
    found = {
        named(path): sorted(name for name in imports(path) if name.partition(".")[0] == "core")
        for path in (ROOT / "plugins").rglob("*.py")
    }

    assert {path: names for path, names in found.items() if names} == {}


def test_raw_database_access_is_recognised(tmp_path):
    path = tmp_path / "plugin.py"
    path.write_text(
        "from sqlalchemy import select, text\nsession.connection()\nanswer.text\ndb.engine.begin()\n"
    )

    assert raw_database_access(ast.walk(syntax(path))) == [1, 2, 4]


def test_nothing_outside_the_core_gets_past_the_tenant_guard():
    guarded = [path for path in SOURCES if is_under(path, "plugins") and not is_under(path, "migrations")]

    found = {named(path): raw_database_access(ast.walk(syntax(path))) for path in guarded}

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_environment_is_read_in_one_place():
    free = ("_build", "testing", "tests")
    readers = [
        named(path)
        for path in SOURCES
        if not is_under(path, *free)
        for node in ast.walk(syntax(path))
        if ast.unparse(node) in {"os.environ", "os.getenv"}
    ]

    assert sorted(set(readers)) in ([], ["core/config.py"])


@pytest.mark.parametrize("package", [*FEATURES, *PLUGINS], ids=named)
def test_imports_inside_a_slice_never_point_back(package):
    prefix = ".".join(package.relative_to(ROOT).parts)
    backwards = [
        f"{path.name} imports {name}"
        for path in sorted(package.glob("*.py"))
        for name in sorted(imports(path))
        if name.startswith(f"{prefix}.")
        and ORDER.get(name.removeprefix(f"{prefix}.").partition(".")[0], -1) > ORDER.get(path.stem, 9)
    ]

    assert backwards == []
