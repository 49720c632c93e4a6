"""The routes of one application after the other are made of the same rules, and each rule is compiled once.

Werkzeug writes two functions for every rule of every application, which is most of the time that it takes to
make one; the suite makes thousands, all with the same rules.
"""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing.rules import Rule

_compile: Callable[..., Any] = Rule._compile_builder  # noqa: SLF001 - there is no public way in
_compiled: dict[tuple[Any, ...], Any] = {}


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
    """What a rule is compiled from: its parts, and the defaults that become part of it."""
    key = (append_unknown, tuple(rule._trace), repr(sorted((rule.defaults or {}).items())))  # noqa: SLF001
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest's signature
    Rule._compile_builder = _compiled_once  # type: ignore[assignment]  # noqa: SLF001
