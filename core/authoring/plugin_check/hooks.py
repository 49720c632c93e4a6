"""Hooks: their names, their arguments, and whether they are marked as hooks at all."""

import ast
from collections.abc import Iterator

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Module, Sources
from core.hook_rules import HOOKS, hook_fault


def hook_findings(sources: Sources) -> Iterator[Finding]:
    """What is wrong with the hooks in ``plugin.py``."""
    module = sources.plugin_module
    if module is None:
        return
    functions = [node for node in module.syntax.body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if _is_hook(function):
            yield from _arguments(module, function)
        elif function.name in HOOKS:
            what = f"{function.name}() has the name of a hook and is none"
            yield Finding(module.shown, function.lineno, what, "put @hookimpl above it")
    if "manifest" not in {function.name for function in functions if _is_hook(function)}:
        hint = "@hookimpl def manifest() -> Manifest: …"
        yield Finding(module.shown, 1, "the plugin has no manifest", hint)


def _is_hook(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(node).partition("(")[0].endswith("hookimpl") for node in function.decorator_list)


def _arguments(module: Module, function: ast.FunctionDef) -> Iterator[Finding]:
    given = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    fault = hook_fault(function.name, given)
    if fault is not None:
        yield Finding(module.shown, function.lineno, *fault)
