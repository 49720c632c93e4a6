"""The plugin API keeps its promises: each name is used, what leaves is announced, versions count."""

import ast
import importlib
import importlib.metadata
from pathlib import Path

import pytest

import hutong
from core.plugin_api import API, api_fault
from hutong._leaving import LEAVING

ROOT = Path(__file__).resolve().parents[2]
FACADE = ROOT / "core" / "facade" / "hutong"
MODULES = sorted(path.stem for path in FACADE.glob("[a-z]*.py"))


def names_of(module):
    """The names that a module of the facade exports."""
    path = FACADE / f"{'__init__' if module == 'hutong' else module.removeprefix('hutong.')}.py"
    exported = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ImportFrom))
    return {alias.name for node in exported if node.module.startswith("core.") for alias in node.names}


def names_used():
    """``(module, name)`` of everything that plugins of the house and from outside import of the API."""
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tests").glob("outside*/**/*.py")]
    return {
        (node.module, alias.name)
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "hutong"
        for alias in node.names
    }


def test_each_name_has_a_user():
    """A name that nobody uses is a promise for nothing."""
    modules = ["hutong", *(f"hutong.{name}" for name in MODULES if name != "testing")]

    offered = {(module, name) for module in modules for name in names_of(module)}

    assert sorted(offered - names_used()) == []


@pytest.mark.parametrize("name", sorted(LEAVING))
def test_a_name_that_leaves_still_works_and_says_where_it_went(name):
    now, removed_in = LEAVING[name]

    with pytest.deprecated_call(
        match=f"{name} moved to {now}; its old place is removed in Hutong {removed_in}"
    ):
        found = getattr(hutong, name)

    assert found is getattr(importlib.import_module(now), name)


def test_what_was_to_leave_by_now_has_left():
    current = tuple(map(int, importlib.metadata.version("hutong").split(".")[:2]))

    overdue = [n for n, one in LEAVING.items() if tuple(map(int, one.removed_in.split("."))) <= current]

    assert overdue == []


def test_a_name_that_never_was_is_none():
    with pytest.raises(AttributeError, match="has no 'frobnicate'"):
        _ = hutong.frobnicate


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (f"{API[0]}.{API[1]}", ""),
        (f"{API[0]}.{API[1] + 1}", "install a newer Hutong"),
        (f"{API[0] + 1}.0", "install a newer Hutong"),
        (f"{API[0] - 1}.9", "install a newer plugin"),
        ("", "write the version it was written for"),
        ("1", "write the version it was written for"),
        (1.0, "write the version it was written for"),
    ],
)
def test_a_plugin_says_which_version_it_speaks(asked, fault):
    assert (fault in api_fault(asked), bool(api_fault(asked))) == (True, bool(fault))
