"""Writes of the customer pool: tags, who carries them, and segments."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select, update
from uuid6 import uuid7

from core.database import changed_rows, db, insert_with_conflicts, now
from core.people.models import Person
from core.people.references import portions
from core.pool.models import Segment, Tag, Tagging
from core.pool.queries import MOST, all_segments, all_tags, segments_using, tag_by_name
from core.pool.rules import Rules
from core.tenancy import current_tenant_id


class NameTakenError(ValueError):
    """A tag has this name already."""


class TooManyError(ValueError):
    """There are as many as a tenant may have."""


class TagInUseError(ValueError):
    """Segments look for a tag that was about to be deleted; they are `segments`."""

    def __init__(self, segments: list[Segment]) -> None:
        super().__init__()
        self.segments = segments


def create_tag(*, name: str, colour: str) -> Tag:
    """A new tag. Raises `NameTakenError` and `TooManyError`."""
    if tag_by_name(name) is not None:
        raise NameTakenError
    if len(all_tags()) >= MOST:
        raise TooManyError
    tag = Tag(name=name, colour=colour)
    db.session.add(tag)
    db.session.flush()
    return tag


def change_tag(*, tag: Tag, name: str, colour: str) -> None:
    """Another name or colour; whoever carries it goes on doing so. Raises `NameTakenError`."""
    same = tag_by_name(name)
    if same is not None and same.id != tag.id:
        raise NameTakenError
    tag.name, tag.colour = name, colour


def delete_tag(*, tag: Tag) -> None:
    """Delete a tag; who carried it is remembered for the undo. Raises `TagInUseError`."""
    segments = segments_using(tag)
    if segments:
        raise TagInUseError(segments)
    tag.deleted_at = now()


def restore_tag(*, tag: Tag) -> None:
    """Undo `delete_tag`. Raises `NameTakenError` where another tag took its name meanwhile."""
    if tag.deleted_at is not None and tag_by_name(tag.name) is not None:
        raise NameTakenError
    tag.deleted_at = None


def put_on(*, tag: Tag, person_ids: Iterable[uuid.UUID], step: uuid.UUID) -> int:
    """Let these people carry a tag; how many did not before. Ids of nobody who is here are passed over."""
    tenant_id, changed = current_tenant_id(db.session()), 0
    for some in portions(person_ids):
        rows = [
            {"tenant_id": tenant_id, "id": uuid7(), "tag_id": tag.id, "person_id": person_id, "step": step}
            for person_id in db.session.scalars(
                select(Person.id).where(Person.id.in_(some), Person.state == "seated")
            )
        ]
        if rows:
            changed += _put_rows(rows, step)
    return changed


def take_off(*, tag: Tag, person_ids: Iterable[uuid.UUID], step: uuid.UUID) -> int:
    """Take a tag off these people; how many carried it."""
    changed = 0
    for some in portions(person_ids):
        taken = changed_rows(
            update(Tagging)
            .where(Tagging.tag_id == tag.id, Tagging.person_id.in_(some), Tagging.taken_off.is_(False))
            .values(taken_off=True, step=step, changed_at=now())
            .execution_options(synchronize_session=False)
        )
        changed += taken
    return changed


def undo_step(*, step: uuid.UUID) -> int:
    """Turn round what a step did, where nobody did anything since; how many people that were."""
    return changed_rows(
        update(Tagging)
        .where(Tagging.step == step)
        .values(taken_off=~Tagging.taken_off, step=uuid7(), changed_at=now())
        .execution_options(synchronize_session=False)
    )


def create_segment(*, name: str, rules: Rules) -> Segment:
    """A name for those who fit `rules`. Raises `TooManyError`."""
    if len(all_segments()) >= MOST:
        raise TooManyError
    segment = Segment(name=name, rules=rules.stored())
    db.session.add(segment)
    db.session.flush()
    return segment


def change_segment(*, segment: Segment, name: str, rules: Rules) -> None:
    """Other rules under the same id: who refers to the segment means the new ones from now on."""
    segment.name, segment.rules = name, rules.stored()
    segment.version += 1


def delete_segment(*, segment: Segment) -> None:
    """Nobody is in it any more; `restore_segment` is the undo."""
    segment.deleted_at = now()


def restore_segment(*, segment: Segment) -> None:
    """Undo `delete_segment`."""
    segment.deleted_at = None


def _put_rows(rows: list[dict[str, uuid.UUID]], step: uuid.UUID) -> int:
    put = (
        insert_with_conflicts(Tagging)
        .values([{**row, "changed_at": now(), "taken_off": False} for row in rows])
        .on_conflict_do_update(
            index_elements=["tenant_id", "tag_id", "person_id"],
            set_={"taken_off": False, "step": step, "changed_at": now()},
            where=Tagging.taken_off.is_(True),
        )
    )
    return changed_rows(put)
