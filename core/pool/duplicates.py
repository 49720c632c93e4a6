"""Who may be here twice: suggestions with their reason, from groups that the database makes, not by pairs."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.database import db
from core.people.models import Person
from core.people.sameness import names_alike
from core.pool.records import NotTheSame

Why = Literal["email", "phone", "name", "phone_only"]
GROUPS = 200
"""Groups of one sort that are looked at; when the first are settled, others come."""
IN_A_GROUP = 8
SHOWN = 30
_STRONGEST_FIRST: tuple[Why, ...] = ("email", "phone", "name", "phone_only")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who may be one, and why: ``phone_only`` means the same phone under another name."""

    one: Person
    other: Person
    why: Why


def suggestions() -> list[Suggestion]:
    """The likeliest, strongest reason first; without those said to be two, or that cannot be merged."""
    found: dict[tuple[uuid.UUID, uuid.UUID], Suggestion] = {}
    for suggestion in _all_suggestions():
        found.setdefault(_pair(suggestion.one.id, suggestion.other.id), suggestion)
    apart = _said_apart(found)
    left = [suggestion for pair, suggestion in found.items() if pair not in apart and _can_merge(suggestion)]
    return sorted(left, key=lambda each: _STRONGEST_FIRST.index(each.why))[:SHOWN]


def _all_suggestions() -> Iterator[Suggestion]:
    for one, other in _pairs(_sharing(Person.same_email)):
        yield Suggestion(one, other, "email")
    for one, other in _pairs(_sharing(Person.same_phone)):
        yield Suggestion(one, other, "phone" if names_alike(one.name, other.name) else "phone_only")
    for one, other in _pairs(_same_name()):
        yield Suggestion(one, other, "name")


def _pairs(groups: Iterable[Sequence[Person]]) -> Iterator[tuple[Person, Person]]:
    """In each group the one who is here longest with each of the others; more come when these are settled."""
    for group in groups:
        first, *others = group[:IN_A_GROUP]
        for other in others:
            yield first, other


def _here(statement: Select[Any]) -> Select[Any]:
    return statement.where(Person.state != "left")


def _sharing(column: InstrumentedAttribute[str]) -> Iterator[Sequence[Person]]:
    """People who have the same in `column`, together."""
    several = func.count() > 1
    keys = _here(select(column)).where(column != "").group_by(column).having(several).limit(GROUPS)
    yield from _groups(column, db.session.scalars(keys.order_by(column)).all())


def _same_name() -> Iterator[Sequence[Person]]:
    """Two of one name with nothing against it: not two phones, not two addresses."""
    names = (
        _here(select(Person.name))
        .where(func.length(Person.name) > 1)
        .group_by(Person.name)
        .having(
            and_(
                func.count() == 2,
                func.count(func.nullif(Person.same_phone, "")) < 2,
                func.count(func.nullif(Person.same_email, "")) < 2,
                func.count(func.nullif(Person.number, "")) < 2,
            )
        )
        .order_by(Person.name)
        .limit(GROUPS)
    )
    yield from _groups(Person.name, db.session.scalars(names).all())


def _groups(column: InstrumentedAttribute[str], keys: Sequence[str]) -> Iterator[Sequence[Person]]:
    if not keys:
        return
    found: dict[str, list[Person]] = defaultdict(list)
    rows = _here(select(Person)).where(column.in_(keys)).order_by(Person.joined_at, Person.id)
    for person in db.session.scalars(rows.limit(GROUPS * IN_A_GROUP)):
        found[getattr(person, column.key)].append(person)
    yield from (group for group in found.values() if len(group) > 1)


def _said_apart(pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    ids = list({first for first, _ in pairs})
    said = select(NotTheSame.person_id, NotTheSame.other_id)
    apart = set()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        asked = said.where(or_(NotTheSame.person_id.in_(some), NotTheSame.other_id.in_(some)))
        apart |= {_pair(one, other) for one, other in db.session.execute(asked)}
    return apart


def _can_merge(suggestion: Suggestion) -> bool:
    return suggestion.one.account_id is None or suggestion.other.account_id is None


def _pair(one: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    return min(one, other), max(one, other)
