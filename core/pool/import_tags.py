"""The tags that a file gives, as one step whose rows can be found again."""

import uuid
from collections.abc import Sequence

from sqlalchemy import insert, select

from core.database import db, now
from core.pool.models import Tag, Tagging
from core.pool.records import PersonImportRow


def put_tags_on(step: uuid.UUID, rows: Sequence[PersonImportRow]) -> None:
    """Let these people carry the tags that their rows name; who carries one already is left alone."""
    tags = _tags_named({name for row in rows for name in row.given.get("tags", ())})
    if not tags:
        return
    people = [row.person_id for row in rows]
    tag_ids = [tag.id for tag in tags.values()]
    asked = select(Tagging).where(Tagging.person_id.in_(people), Tagging.tag_id.in_(tag_ids))
    carried = {(tagging.person_id, tagging.tag_id): tagging for tagging in db.session.scalars(asked)}
    fresh = []
    for row in rows:
        for name in row.given.get("tags", ()):
            tagging = carried.get((row.person_id, tags[name].id))
            if tagging is None:
                fresh.append({"person_id": row.person_id, "tag_id": tags[name].id, "step": step})
            elif tagging.taken_off:
                tagging.taken_off, tagging.step, tagging.changed_at = False, step, now()
    if fresh:
        db.session.execute(insert(Tagging), fresh)


def _tags_named(names: set[str]) -> dict[str, Tag]:
    """Tags by name; those nobody has used are made."""
    known = select(Tag).where(Tag.name.in_(names), Tag.deleted_at.is_(None))
    found = {tag.name: tag for tag in db.session.scalars(known)} if names else {}
    for name in sorted(names - set(found)):
        found[name] = Tag(name=name)
        db.session.add(found[name])
    db.session.flush()
    return found
