"""What the simulation reads the log with: a case as events tell of it, a year counted the long way round."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from plugins.complaint.deadlines import Terms
from plugins.complaint.statistics import Year


@dataclass
class Seen:
    """A case as the log tells of it."""

    terms: Terms
    keep: int
    received: date
    state: str = "new"
    ack_due: date | None = None
    answer_due: date | None = None
    acknowledged: date | None = None
    answered: date | None = None
    was_answered: bool = False
    closed: date | None = None
    main: uuid.UUID | None = None
    is_held: bool = False

    @property
    def is_live(self) -> bool:
        """Whether its clocks may run."""
        return self.state in ("new", "working", "asking")

    def due(self, name: str) -> date | None:
        """The deadline that runs now, of this sort."""
        if not self.is_live or (self.acknowledged if name == "ack" else self.answered):
            return None
        return self.ack_due if name == "ack" else self.answer_due


def recount(events: Sequence[Any], year: int) -> dict[str, Any]:
    """The year's numbers, the long way round."""
    came = {line.case_id: line for line in events if line.kind == "received"}
    mine = [line for line in events if line.day.year == year]
    letters = {case_id for case_id, line in came.items() if line.day.year == year}
    met = {
        kind: {line.case_id: line for line in events if line.kind == kind}
        for kind in ("acknowledged", "answered")
    }
    paces = {}
    for name, kind in (("ack", "acknowledged"), ("answer", "answered")):
        lines = [line for case_id, line in met[kind].items() if case_id in letters]
        passed = {line.case_id for line in events if line.kind == "escalated" and line.value.startswith(name)}
        days = [(line.day - came[line.case_id].day).days for line in lines]
        paces[name] = (
            sum(line.value != "" and int(line.value) <= 0 for line in lines),
            sum(line.value != "" and int(line.value) > 0 for line in lines),
            len((passed & letters) - set(met[kind])),
            median(days) if days else None,
        )
    signs = {"received": 1, "reopened": 1, "unmerged": 1, "closed": -1, "merged": -1}
    return {
        "named": [
            sum(x.kind == "received" and x.value == "named" and x.day.month == m for x in mine)
            for m in range(1, 13)
        ],
        "anonymous": [
            sum(x.kind == "received" and x.value == "anonymous" and x.day.month == m for x in mine)
            for m in range(1, 13)
        ],
        "topics": Counter((came[i].box_id, came[i].topic_id) for i in letters),
        "paces": paces,
        "acts": Counter(line.kind for line in mine),
        "outcomes": Counter(line.value for line in mine if line.kind == "closed"),
        "ratings": _marks(line.value for line in mine if line.kind == "rated"),
        "open_at_end": sum(signs.get(line.kind, 0) for line in events if line.day.year <= year),
    }


def _marks(values: Iterable[str]) -> Counter[int]:
    """The marks that stand, less those that were thought better of."""
    found: Counter[int] = Counter()
    for value in values:
        before, _, mark = value.rpartition(">")
        found.update({int(mark): 1} | ({int(before): -1} if before else {}))
    return found


def counted(numbers: Year) -> dict[str, Any]:
    """A `Year` in the form of `recount`."""
    found = {
        name: getattr(numbers, name)
        for name in ("named", "anonymous", "topics", "acts", "outcomes", "ratings")
    }
    paces = {name: (p.in_time, p.late, p.missed, p.median) for name, p in numbers.paces.items()}
    return found | {"paces": paces, "open_at_end": numbers.open_at_end}
