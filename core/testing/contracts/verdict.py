"""How a contract says what is wrong: all of it, a line each, without a traceback."""

from collections.abc import Iterable

import pytest


def expect_none(wrong: Iterable[object], hint: str = "") -> None:
    """Fail with what is `wrong`, if anything is; `hint` says how to mend it."""
    lines = [" ".join(map(str, line)) if isinstance(line, tuple) else str(line) for line in wrong]
    if lines:
        pytest.fail("\n".join([*lines, *([f"hint: {hint}"] if hint else [])]), pytrace=False)
