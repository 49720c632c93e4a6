"""One thing that is wrong with a template, said so that its author finds the place and knows what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something in line `line` of `file`, a path inside the template's folder.

    One that is no error (`is_error`) keeps nothing from working: a file that nobody uses.
    """

    file: str
    line: int
    what: str
    hint: str = ""
    is_error: bool = True

    def __str__(self) -> str:
        said = f"{self.file}:{self.line}: {self.what.rstrip('.')}."
        return f"{said} hint: {self.hint}" if self.hint else said


def nearest(name: object, known: Iterable[str]) -> str:
    """A hint: the known name that was perhaps meant, else all of them."""
    names = sorted(set(known))
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names)}" if names else "there are none"
