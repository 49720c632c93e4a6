"""Taking an import back: who was created and is untouched goes, what was only filled in is emptied again."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update

from core.database import db, now
from core.people.models import Person
from core.people.references import people_named, portions
from core.pool.import_rows import FILLED
from core.pool.models import Tagging
from core.pool.records import PersonImportRow

SHOWN = 50


@dataclass(slots=True)
class Stayed:
    """What the undo did: how many went, how many got their former values, who stays and why."""

    removed: int = 0
    put_back: int = 0
    reasons: dict[str, int] = field(default_factory=Counter)
    shown: list[uuid.UUID] = field(default_factory=list)


def undo_rows(import_id: uuid.UUID) -> Stayed:
    """Undo everything that the rows of an import say they did."""
    stayed = Stayed()
    rows = select(PersonImportRow.person_id, PersonImportRow.outcome, PersonImportRow.given).where(
        PersonImportRow.import_id == import_id
    )
    given = {"new": {}, "known": {}}  # type: dict[str, dict[uuid.UUID, dict[str, Any]]]
    for person_id, outcome, fields in db.session.execute(rows):
        given[outcome][person_id] = fields
    for some in portions(given["new"]):
        _remove(import_id, {person_id: given["new"][person_id] for person_id in some}, stayed)
    for some in portions(given["known"]):
        _put_back(import_id, {person_id: given["known"][person_id] for person_id in some}, stayed)
    db.session.flush()
    db.session.expire_all()
    return stayed


def _remove(import_id: uuid.UUID, given: Mapping[uuid.UUID, dict[str, Any]], stayed: Stayed) -> None:
    """Delete those nobody has touched since."""
    people = {person.id: person for person in _people(given)}
    used = {person_id for _, found in people_named(people, besides=[Tagging]) for person_id in found}
    tagged = _tagged_since(import_id, people)
    untouched = []
    for person_id, person in people.items():
        reason = _why_stays(
            person, given[person_id], is_used=person_id in used, is_tagged=person_id in tagged
        )
        if reason:
            stayed.reasons[reason] += 1
            stayed.shown = [*stayed.shown, person_id][:SHOWN]
        else:
            untouched.append(person_id)
    db.session.execute(
        delete(Person).where(Person.id.in_(untouched)).execution_options(synchronize_session=False)
    )
    for person in people.values():
        db.session.expunge(person)
    stayed.removed += len(untouched)


def _why_stays(person: Person, given: Mapping[str, Any], *, is_used: bool, is_tagged: bool) -> str:
    """``used``: a tool knows them; ``edited``, ``tagged`` since; empty where nothing holds them."""
    if person.account_id or person.role != "contact" or person.state != "seated" or is_used:
        return "used"
    changed = any((getattr(person, name) or "") not in ("", given.get(name, "")) for name in FILLED)
    missing = any(not getattr(person, name) and given.get(name) for name in FILLED if name != "email")
    if changed or missing:
        return "edited"
    return "tagged" if is_tagged else ""


def _tagged_since(import_id: uuid.UUID, people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    other = select(Tagging.person_id).where(Tagging.person_id.in_(list(people)), Tagging.step != import_id)
    return set(db.session.scalars(other))


def _put_back(import_id: uuid.UUID, given: Mapping[uuid.UUID, dict[str, Any]], stayed: Stayed) -> None:
    """Empty what the import filled in, where it still stands as it came; take its tags off."""
    for person in _people(given):
        names = [name for name in FILLED if given[person.id].get(name) == getattr(person, name)]
        names = [name for name in names if getattr(person, name)]
        for name in names:
            setattr(person, name, None if name == "email" else "")
        stayed.put_back += bool(names)
    db.session.execute(
        update(Tagging)
        .where(Tagging.person_id.in_(list(given)), Tagging.step == import_id)
        .values(taken_off=True, changed_at=now())
        .execution_options(synchronize_session=False)
    )


def _people(given: Iterable[uuid.UUID]) -> Sequence[Person]:
    ids = list(given)
    return db.session.scalars(select(Person).where(Person.id.in_(ids))).all()
