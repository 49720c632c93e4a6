"""What is said before and after a merging."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.acts.models import Act
from core.database import db
from core.people.models import Person, PersonSession, PersonToken
from core.people.references import person_references
from core.pool.models import Tagging
from core.pool.records import NotTheSame, PersonMerge

_NOT_COUNTED = {Act, Person, PersonSession, PersonToken, Tagging, NotTheSame}


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much hangs on somebody: what they did, phones that know them, and rows of tools."""

    acts: int
    phones: int
    rows: int


def belongings_of(person_id: uuid.UUID) -> Belongings:
    """What a merging moves with this person."""
    rows = sum(
        _count(model, attribute, person_id)
        for model, attribute in person_references()
        if model not in _NOT_COUNTED
    )
    return Belongings(
        _count(Act, "person_id", person_id), _count(PersonSession, "person_id", person_id), rows
    )


def merge_by_id(merge_id: uuid.UUID) -> PersonMerge | None:
    """A merging of this tenant."""
    return db.session.scalar(select(PersonMerge).where(PersonMerge.id == merge_id))


def recent_merges(limit: int = 50) -> Sequence[PersonMerge]:
    """The last mergings that hold, newest first."""
    return db.session.scalars(
        select(PersonMerge)
        .where(PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.merged_at.desc(), PersonMerge.id.desc())
        .limit(limit)
    ).all()


def _count(model: type, attribute: str, person_id: uuid.UUID) -> int:
    column = getattr(model, attribute)
    return db.session.scalar(select(func.count()).select_from(model).where(column == person_id)) or 0
