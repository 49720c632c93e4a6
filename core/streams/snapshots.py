"""What a page shows at one moment, as named parts, and which of them a listener has not seen yet."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Parts of a page by name. `id` names exactly these: a browser that comes again says what it has."""

    parts: Mapping[str, str]
    id: str = field(init=False)
    _frames: Mapping[str, bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        digests = {name: hashlib.sha256(self.parts[name].encode()).hexdigest()[:12] for name in self.parts}
        object.__setattr__(self, "id", ",".join(f"{name}:{digests[name]}" for name in sorted(digests)))
        object.__setattr__(self, "_frames", {name: _frame(name, text) for name, text in self.parts.items()})

    def unseen(self, known: str) -> bytes:
        """Events of the parts that differ from those of the snapshot with the id `known`; empty if none does.

        Only the last one carries the id: whoever loses the line half-way has not seen it all.
        """
        if known == self.id:
            return b""
        before = set(known.split(","))
        new = [pair.partition(":")[0] for pair in self.id.split(",") if pair not in before]
        return b"".join(self._frames[name] + b"\n" for name in new[:-1]) + self._last(new)

    def _last(self, new: list[str]) -> bytes:
        if not new:
            return f"id: {self.id}\nevent: same\ndata:\n\n".encode()
        return self._frames[new[-1]] + f"id: {self.id}\n\n".encode()


def _frame(name: str, text: str) -> bytes:
    """An event without its empty line (HTML Living Standard, 9.2.5)."""
    data = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {name}\n{data}".encode()
