"""Adding, dropping and moving rows of a form that is still being filled in; nothing is saved by it.

The button of a row sends ``do=add:items``, ``drop:items-2``, ``up:groups-0-items-1`` or ``down:…``.
"""

from typing import Any


def reshape(data: dict[str, Any], action: str) -> bool:
    """Do `action` to the nested lists of `data`; False where it means nothing here."""
    verb, _colon, path = action.partition(":")
    steps: list[str | int] = [int(step) if step.isdigit() else step for step in path.split("-")]
    try:
        if verb == "add":
            _at(data, steps).append({})
            return True
        rows, place = _at(data, steps[:-1]), steps[-1]
        if verb not in ("drop", "up", "down") or not isinstance(place, int) or place >= len(rows):
            return False
    except (KeyError, IndexError, TypeError, AttributeError):
        return False
    row = rows.pop(place)
    if verb != "drop":
        rows.insert(max(0, place - 1) if verb == "up" else place + 1, row)
    return True


def _at(data: Any, steps: list[str | int]) -> Any:
    for step in steps:
        data = data[step]
    return data
