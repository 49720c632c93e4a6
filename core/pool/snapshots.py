"""What stood in a person's row, as JSON, and what two of them make."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid
from sqlalchemy.types import TypeEngine

from core.database import UtcDateTime
from core.people.models import Person
from core.policy import stronger_role

CHOSEN = ("name", "phone", "email", "number")
"""Fields of which one of two is chosen."""
_DERIVED = frozenset({"tenant_id", "id", "search_text", "same_phone", "same_email"})
_QUIETEST_FIRST = ("off", "daily", "each")
_LONGEST_NOTE = 500


def snapshot(person: Person) -> dict[str, Any]:
    """Every column that somebody wrote, by attribute."""
    return {name: _plain(getattr(person, name)) for name in _written()}


def restored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The opposite of `snapshot`."""
    columns = Person.__mapper__.columns
    return {name: _rich(value, columns[name].type) for name, value in fields.items()}


def joined_fields(kept: Person, gone: Person, from_gone: Collection[str]) -> dict[str, Any]:
    """What is known of both: the chosen fields, the stronger role, the longer time, the quieter notices."""
    earlier = min(kept, gone, key=lambda person: person.joined_at)
    return {
        **{name: _chosen(kept, gone, name, name in from_gone) for name in CHOSEN},
        "note": _both_notes(kept.note, gone.note),
        "language": kept.language or gone.language,
        "role": stronger_role(kept.role, gone.role),
        "withheld": sorted({*kept.withheld, *gone.withheld}),
        "notices": quieter(kept.notices, gone.notices),
        "share_link_id": earlier.share_link_id,
        "joined_at": earlier.joined_at,
        "account_id": kept.account_id or gone.account_id,
    }


def quieter(one: str, other: str) -> str:
    """The one of two `Person.notices` that sends less."""
    return min(one, other, key=_QUIETEST_FIRST.index)


def _chosen(kept: Person, gone: Person, name: str, is_gone: bool) -> Any:
    """The one that was chosen; what only one of them has is taken in any case."""
    first, second = (gone, kept) if is_gone else (kept, gone)
    return getattr(first, name) or getattr(second, name)


def _both_notes(one: str, other: str) -> str:
    lines = [one, other] if other not in one else [one]
    return "\n".join(filter(None, lines))[:_LONGEST_NOTE]


def _written() -> list[str]:
    return [column.key for column in Person.__mapper__.columns if column.key not in _DERIVED]


def _plain(value: Any) -> Any:
    match value:
        case uuid.UUID():
            return str(value)
        case datetime():
            return value.isoformat()
        case _:
            return value


def _rich(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, Uuid):
        return uuid.UUID(value)
    return datetime.fromisoformat(value) if isinstance(kind, UtcDateTime) else value
