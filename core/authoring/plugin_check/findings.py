"""One thing that is wrong with a plugin: where, what, and how to mend it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Weight = Literal["wrong", "hint"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """``file:line: what. hint: how to mend it``; a finding that is only a `hint` fails nothing."""

    file: Path
    line: int
    what: str
    hint: str
    weight: Weight = "wrong"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. hint: {self.hint}"

    def as_data(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {**asdict(self), "file": str(self.file)}
