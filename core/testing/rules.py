"""The routes of one application after the other are made of the same rules, and each rule is compiled once.

Werkzeug takes every rule apart and writes two functions for it, which is most of the time that it takes to
make an application; the suite makes thousands, all with the same rules.
"""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing.rules import Rule

_compile: Callable[[Rule], None] = Rule.compile
_COMPILED = ("_parts", "_trace", "_converters")
_compiled: dict[tuple[Any, ...], Rule] = {}


def _compiled_once(rule: Rule) -> None:
    """Compile it, or take over what an equal rule was compiled to; nobody changes that afterwards."""
    key = (rule.rule, rule.subdomain, rule.merge_slashes, repr(sorted((rule.defaults or {}).items())))
    first = _compiled.get(key)
    if first is None:
        _compile(rule)
        _compiled[key] = rule
        return
    for name in _COMPILED:
        setattr(rule, name, getattr(first, name))
    rule.arguments = set(first.arguments)
    for name in ("_build", "_build_unknown"):
        setattr(rule, name, getattr(first, name).__func__.__get__(rule, None))


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest's signature
    Rule.compile = _compiled_once  # type: ignore[assignment, method-assign]
