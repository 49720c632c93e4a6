"""Reads of the customer pool: tags, segments, and where people came by."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, literal, select, tuple_

from core.acts.models import Act
from core.database import db
from core.people.models import Person
from core.pool.finding import people_matching
from core.pool.models import Segment, Tag, Tagging
from core.pool.rules import Rules
from core.sharing.models import ShareLink
from core.tenants.queries import tenant_in_scope

MOST = 200
"""Tags and segments of one tenant; more would be no help to anybody."""
TIMELINE = 20
"""Acts of one person on one page."""


def all_tags() -> Sequence[Tag]:
    """The tags in use, by name."""
    return db.session.scalars(select(Tag).where(Tag.deleted_at.is_(None)).order_by(Tag.name, Tag.id)).all()


def tag_by_id(tag_id: uuid.UUID) -> Tag | None:
    """A tag of this tenant, also a deleted one."""
    return db.session.scalar(select(Tag).where(Tag.id == tag_id))


def tag_by_name(name: str) -> Tag | None:
    """The tag in use that is called so, in whatever case."""
    return db.session.scalar(
        select(Tag).where(func.lower(Tag.name) == name.lower(), Tag.deleted_at.is_(None)).limit(1)
    )


def tags_of(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Tag]]:
    """The tags that these people carry, by person."""
    rows = db.session.execute(
        select(Tagging.person_id, Tag)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(
            Tagging.person_id.in_(list(person_ids)), Tagging.taken_off.is_(False), Tag.deleted_at.is_(None)
        )
        .order_by(Tag.name, Tag.id)
    )
    found: dict[uuid.UUID, list[Tag]] = defaultdict(list)
    for person_id, tag in rows:
        found[person_id].append(tag)
    return found


def tag_counts() -> dict[uuid.UUID, int]:
    """How many of the people who are here carry each tag."""
    rows = db.session.execute(
        select(Tagging.tag_id, func.count())
        .join(Person, Person.id == Tagging.person_id)
        .where(Tagging.taken_off.is_(False), Person.state == "seated")
        .group_by(Tagging.tag_id)
    )
    return {tag_id: int(count) for tag_id, count in rows}


def all_segments() -> Sequence[Segment]:
    """Every segment, by name."""
    return db.session.scalars(
        select(Segment).where(Segment.deleted_at.is_(None)).order_by(Segment.name, Segment.id)
    ).all()


def segment_by_id(segment_id: uuid.UUID) -> Segment | None:
    """A segment of this tenant, unless it was deleted."""
    return db.session.scalar(select(Segment).where(Segment.id == segment_id, Segment.deleted_at.is_(None)))


def deleted_segment(segment_id: uuid.UUID) -> Segment | None:
    """A segment that was deleted, for its undo."""
    return db.session.scalar(select(Segment).where(Segment.id == segment_id, Segment.deleted_at.is_not(None)))


def people_in_segment(segment: Segment | uuid.UUID) -> Select[Any]:
    """The ids of the people who are in a segment now, as a statement to go on with (``.in_(…)``).

    Nobody is in a segment that was deleted or is another tenant's.
    """
    found = segment_by_id(segment) if isinstance(segment, uuid.UUID) else segment
    if found is None:
        return select(Person.id).where(false())
    return people_matching(Rules.model_validate(found.rules), tenant_in_scope().zone)


def segments_using(tag: Tag) -> list[Segment]:
    """The segments whose rules name a tag."""
    return [
        segment
        for segment in all_segments()
        if str(tag.id) in [*segment.rules.get("tag", ()), *segment.rules.get("not_tag", ())]
    ]


def last_acts(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When each of these people last did anything; without those who never did."""
    rows = db.session.execute(
        select(Act.person_id, func.max(Act.at))
        .where(Act.person_id.in_(list(person_ids)))
        .group_by(Act.person_id)
    )
    return {person_id: at for person_id, at in rows if person_id is not None}


def acts_before(person_id: uuid.UUID, act_id: uuid.UUID | None = None, most: int = TIMELINE) -> Sequence[Act]:
    """What somebody did with all tools, newest first; with `act_id` what was before that act."""
    found = select(Act).where(Act.person_id == person_id)
    mark = db.session.scalar(found.where(Act.id == act_id)) if act_id else None
    if mark is not None:
        place = tuple_(literal(mark.at, Act.at.type), literal(mark.id, Act.id.type))
        found = found.where(tuple_(Act.at, Act.id) < place)
    return db.session.scalars(found.order_by(Act.at.desc(), Act.id.desc()).limit(most)).all()


def links_people_came_by() -> Sequence[ShareLink]:
    """The links, besides personal ones, by which anybody came, oldest first."""
    came = select(Person.id).where(Person.share_link_id == ShareLink.id, Person.state == "seated").exists()
    return db.session.scalars(
        select(ShareLink).where(ShareLink.shared_by.is_(None), came).order_by(ShareLink.id).limit(MOST)
    ).all()


def links_by_id(link_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, ShareLink]:
    """These links of the tenant."""
    wanted = {link_id for link_id in link_ids if link_id is not None}
    rows = db.session.scalars(select(ShareLink).where(ShareLink.id.in_(wanted))) if wanted else ()
    return {link.id: link for link in rows}
