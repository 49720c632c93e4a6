"""Whether what a plugin calls a hook is one: by its name and the names of its arguments."""

import inspect
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from core.hookspecs import NAMESPACE, AppHooks, TenantHooks

HOOKS = {
    name: list(inspect.signature(function).parameters)[1:]
    for group in (AppHooks, TenantHooks)
    for name, function in vars(group).items()
    if inspect.isfunction(function) and not name.startswith("_")
}
"""The arguments of every hook there is."""


def close(word: str, words: Iterable[str]) -> str:
    """A guess at what was meant: ``did you mean 'menu'?``, or what there is."""
    known = sorted(words)
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {found[0]!r}?" if found else f"there are: {', '.join(known) or 'none'}"


def hook_fault(name: str, given: list[str]) -> tuple[str, str] | None:
    """What is wrong with a hook of this name and these arguments, and a hint; None: nothing."""
    if name not in HOOKS:
        return f"there is no hook {name!r}", close(name, HOOKS)
    known = HOOKS[name]
    for argument in given:
        if argument not in known:
            return f"the hook {name!r} has no argument {argument!r}", close(argument, known)
    if given != [argument for argument in known if argument in given]:
        fault = f"the arguments of {name!r} stand in another order than in the API"
        return fault, f"write {name}({', '.join(known)})"
    return None


def implementations(plugin: Any) -> Iterable[tuple[str, Any]]:
    """What a module or object marks with ``@hookimpl``."""
    for name in dir(plugin):
        found = getattr(plugin, name, None)
        if inspect.isroutine(found) and hasattr(found, f"{NAMESPACE}_impl"):
            yield name, found


def hook_faults(plugin: Any) -> Iterable[tuple[Any, str, str]]:
    """The function, what is wrong with it, and a hint, for each that is no hook or a wrong one."""
    for name, function in implementations(plugin):
        given = [argument for argument in inspect.signature(function).parameters if argument != "self"]
        fault = hook_fault(name, given)
        if fault is not None:
            yield function, *fault
