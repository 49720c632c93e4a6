"""HUTONG_TRACE_HOOKS=1: one line on standard error for each hook that is called.

    hook menu(language='zh') · corner · 3.4 ms · lottery 2 in 0.9, wishes nothing in 0.1; raffle pauses

A hook that is called from within another one stands above it, further to the right. Without the setting
nothing of this runs.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar, Token
from typing import Any

from core.hook_calls import Outcome

_depth: ContextVar[int] = ContextVar("hutong_hook_depth", default=0)
_LONGEST = 40


class Trace:
    """One call of a hook: who answered with how much, and how long each took."""

    def __init__(self, hook: str, whose: str, arguments: Mapping[str, Any]) -> None:
        shown = ", ".join(f"{name}={_short(value)}" for name, value in arguments.items() if name != "tenant")
        self._called = f"{hook}({shown})"
        self._whose = whose
        self._answers: list[str] = []
        self._token: Token[int] = _depth.set(_depth.get() + 1)
        self._began = time.perf_counter()

    def answered(self, plugin: str, outcome: Outcome) -> None:
        """Note what one plugin gave, or how it failed."""
        what = f"FAILED {type(outcome.error).__name__}" if outcome.error else _amount(outcome.result)
        self._answers.append(f"{plugin} {what} in {outcome.seconds * 1000:.1f}")

    def end(self, resting: Sequence[str] = ()) -> None:
        """Write the line; `resting` are the plugins that were not called because they pause."""
        spent = (time.perf_counter() - self._began) * 1000
        _depth.reset(self._token)
        said = ", ".join(self._answers) or "nobody"
        pauses = f"; {', '.join(resting)} {'pauses' if len(resting) == 1 else 'pause'}" if resting else ""
        margin = "    " * _depth.get()
        sys.stderr.write(f"{margin}hook {self._called} · {self._whose} · {spent:.1f} ms · {said}{pauses}\n")


def _amount(result: Any) -> str:
    if result is None:
        return "nothing"
    if isinstance(result, str):
        return f"{len(result)} letters"
    return str(len(result)) if isinstance(result, list | tuple | dict) else type(result).__name__


def _short(value: Any) -> str:
    known = isinstance(value, str | int | None)
    text = repr(value) if known else str(getattr(value, "id", type(value).__name__))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
