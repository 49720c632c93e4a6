"""The rule of the door: what becomes of the scans of one ticket, whatever order they arrive in.

It looks at nothing but the scans, in the order of the doors' clocks (`scanned_at`, then the id):

- a scan lets in if the ticket is free, else it is ``double``; a door that let the guest in nevertheless,
  because it was offline, has a conflict to look at;
- a scan whose door refused at once (`let_in` is False) never lets in, even if it turns out that it could;
- undoing the scan that let in makes the ticket free from that moment on. Who was double before stays so, and
  undoing a double takes nothing from the guest who is in.

So every door comes to the same state, whoever was offline and for how long.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class Scanned(Protocol):
    """What the rule reads of a scan."""

    id: uuid.UUID
    scanned_at: datetime
    undone_at: datetime | None
    let_in: bool


def outcomes_of(scans: Iterable[Scanned]) -> tuple[dict[uuid.UUID, str], uuid.UUID | None]:
    """The outcome of each scan of a ticket, and which of them let its guest in, if any does."""
    outcomes: dict[uuid.UUID, str] = {}
    holder: uuid.UUID | None = None
    for scan, is_undoing in _in_time(scans):
        if is_undoing:
            outcomes[scan.id] = "undone"
            holder = None if holder == scan.id else holder
        elif scan.let_in and holder is None:
            outcomes[scan.id], holder = "in", scan.id
        else:
            outcomes[scan.id] = "double"
    return outcomes, holder


def _in_time(scans: Iterable[Scanned]) -> Iterable[tuple[Scanned, bool]]:
    steps = []
    for scan in scans:
        steps.append((scan.scanned_at, scan.id, False, scan))
        if scan.undone_at is not None:
            steps.append((max(scan.undone_at, scan.scanned_at), scan.id, True, scan))
    steps.sort(key=lambda step: step[:3])
    return [(scan, is_undoing) for _moment, _id, is_undoing, scan in steps]
