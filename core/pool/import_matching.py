"""Who of a file is here already: by address, number, or phone with a name alike. Some rows at a time."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from core.database import db
from core.people.models import Person
from core.people.references import AT_ONCE
from core.people.sameness import names_alike, same_email, same_phone
from core.pool.import_rows import Arrival, RowFault, read_row

CUSTOMERS = frozenset({"contact", "member"})


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row will do: bring somebody new, or what `known` somebody has not yet."""

    arrival: Arrival
    known: Person | None
    given: dict[str, Any]


@dataclass(slots=True)
class Planner:
    """Plans the rows of one file in their order; remembers who was in it before."""

    fields: Sequence[str]
    tag: str = ""
    seen: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    """The line and name where each address, number and phone stood first."""
    empty: int = 0

    def plan(self, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Planned | tuple[int, RowFault]]:
        """What each of these rows does, or what is wrong with it."""
        read: list[Arrival | tuple[int, RowFault]] = []
        for line, row in rows:
            try:
                arrival = read_row(line, row, self.fields)
            except RowFault as fault:
                read.append((line, fault))
                continue
            if arrival is None:
                self.empty += 1
            else:
                read.append(arrival)
        known = Directory(found for found in read if isinstance(found, Arrival))
        for found in read:
            if isinstance(found, tuple):
                yield found
                continue
            try:
                yield self._planned(found, known)
            except RowFault as fault:
                yield found.line, fault

    def _planned(self, arrival: Arrival, known: "Directory") -> Planned:
        arrival.tags = list(dict.fromkeys(filter(None, [*arrival.tags, self.tag])))
        person = known.find(arrival)
        self._refuse_repeats(arrival, person)
        if person is None:
            return Planned(arrival, None, arrival.given() | _tags(arrival))
        if person.state == "left":
            raise RowFault("left")
        return Planned(arrival, person, _missing(person, arrival) | _tags(arrival))

    def _refuse_repeats(self, arrival: Arrival, person: Person | None) -> None:
        """A row that tells of somebody who stood further up is left out and says where."""
        keys = [("email", arrival.email), ("number", arrival.number), ("phone", same_phone(arrival.phone))]
        keys += [("person", str(person.id))] if person is not None else []
        keys += [("name", arrival.name)] if not (arrival.email or arrival.number or arrival.phone) else []
        for kind, key in keys:
            line, name = self.seen.get((kind, key), (0, ""))
            if key and line and (kind in ("email", "person") or names_alike(name, arrival.name)):
                raise RowFault("repeat", line)
        for kind, key in keys:
            if key:
                self.seen.setdefault((kind, key), (arrival.line, arrival.name))


class Directory:
    """People who are here and could be one of these arrivals."""

    def __init__(self, arrivals: Iterable[Arrival]) -> None:
        asked = list(arrivals)
        wanted: tuple[tuple[InstrumentedAttribute[Any], set[str]], ...] = (
            (Person.email, {one.email for one in asked}),
            (Person.number, {one.number for one in asked}),
            (Person.same_phone, {same_phone(one.phone) for one in asked}),
            (Person.name, {one.name for one in asked if not (one.email or one.phone or one.number)}),
        )
        self._by: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
        for column, values in wanted:
            for person, value in _found(column, values - {""}):
                self._by[column.key][value].append(person)

    def find(self, arrival: Arrival) -> Person | None:
        """Who this is, if they are here; somebody who is, before somebody who left."""
        by_email = self._by["email"].get(arrival.email)
        if arrival.email and by_email:
            return by_email[0]
        candidates = [
            *(one for one in self._by["number"].get(arrival.number, ()) if not _contradicts(one, arrival)),
            *self._by["same_phone"].get(same_phone(arrival.phone), ()),
        ]
        if not (arrival.email or arrival.phone or arrival.number):
            candidates = self._by["name"].get(arrival.name, [])
        alike = [person for person in candidates if names_alike(person.name, arrival.name)]
        return min(alike, key=lambda person: (person.state == "left", person.joined_at), default=None)


def _contradicts(person: Person, arrival: Arrival) -> bool:
    """Whether another phone or address stands in the row than `person` has.

    Numbers are given anew, and of two lists both may begin at 1: nobody may get a stranger's address so.
    """
    pairs = (
        (person.same_phone, same_phone(arrival.phone)),
        (person.same_email, same_email(arrival.email)),
    )
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _found(column: InstrumentedAttribute[Any], values: set[str]) -> Iterator[tuple[Person, str]]:
    """Who has one of these values, and which; of two who turned out to be one, the kept one."""
    waiting = sorted(values)
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        rows = db.session.execute(select(Person, column).where(column.in_(some)).order_by(Person.id)).all()
        kept = _by_id({person.merged_into_id for person, _ in rows if person.merged_into_id is not None})
        for person, value in rows:
            yield kept.get(person.merged_into_id, person), value


def _by_id(ids: set[uuid.UUID]) -> dict[uuid.UUID | None, Person]:
    if not ids:
        return {}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def _missing(person: Person, arrival: Arrival) -> dict[str, Any]:
    """What `person` has not. An address opens the way back, so that colleagues are given none this way."""
    given = {name: value for name, value in arrival.given().items() if not getattr(person, name)}
    if person.role not in CUSTOMERS:
        given.pop("email", None)
    return given


def _tags(arrival: Arrival) -> dict[str, Any]:
    return {"tags": arrival.tags} if arrival.tags else {}
