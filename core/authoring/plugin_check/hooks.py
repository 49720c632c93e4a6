"""Hooks: their names, their arguments, and whether they are marked as hooks at all."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from core.authoring.plugin_check.findings import Finding
from core.authoring.plugin_check.sources import Module, Sources
from core.hookspecs import AppHooks, TenantHooks

HOOKS = {
    name: list(inspect.signature(function).parameters)[1:]
    for group in (AppHooks, TenantHooks)
    for name, function in vars(group).items()
    if inspect.isfunction(function) and not name.startswith("_")
}
"""The arguments of every hook there is."""


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


def close(word: str, words: Iterable[str]) -> str:
    """A guess at what was meant: ``did you mean 'menu'?``, or what there is."""
    known = sorted(words)
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {found[0]!r}?" if found else f"there are: {', '.join(known) or 'none'}"


def _is_hook(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(node).partition("(")[0].endswith("hookimpl") for node in function.decorator_list)


def _arguments(module: Module, function: ast.FunctionDef) -> Iterator[Finding]:
    if function.name not in HOOKS:
        what = f"there is no hook {function.name!r}"
        yield Finding(module.shown, function.lineno, what, close(function.name, HOOKS))
        return
    given = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    known = HOOKS[function.name]
    unknown = [name for name in given if name not in known]
    for name in unknown:
        what = f"the hook {function.name!r} has no argument {name!r}"
        yield Finding(module.shown, function.lineno, what, close(name, known))
    if not unknown and given != [name for name in known if name in given]:
        what = f"the arguments of {function.name!r} stand in another order than in the API"
        yield Finding(module.shown, function.lineno, what, f"{function.name}({', '.join(known)})")
