"""Whose loop is looked at: everybody's, those who came by one link, a segment's, one person's."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true

from core.acts.models import Act
from core.people.models import Person

TEAM = ("owner", "admin", "staff")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose acts count, and of when: `start` ≤ at < `end`, each open where it is None.

    Who works in the console is not counted among everybody: they try things out.
    """

    kind: Literal["all", "link", "segment", "person"] = "all"
    id: uuid.UUID | None = None
    start: datetime | None = None
    end: datetime | None = None
    people: Select[uuid.UUID] | None = None
    """Of a segment: who is in it."""

    def persons(self) -> ColumnElement[bool]:
        """Which acts of somebody who is known count, whenever they were."""
        if self.kind == "person":
            return Act.person_id == self.id
        known = Act.person_id.is_not(None)
        if self.kind == "all":
            return known
        if self.kind == "link":
            return and_(known, Act.person_id.in_(people_by_link(self.id)))
        assert self.people is not None
        return and_(known, Act.person_id.in_(self.people))

    def includes(self, person_id: Any) -> ColumnElement[bool]:
        """Whether somebody is looked at, of those whose acts count."""
        if self.kind != "all":
            return true()
        return cast("ColumnElement[bool]", person_id.not_in(select(Person.id).where(Person.role.in_(TEAM))))

    def strangers(self) -> ColumnElement[bool]:
        """Which acts of nobody known count: those by the link; of a segment or a person there are none."""
        unknown = and_(Act.person_id.is_(None), *self.in_time())
        if self.kind == "link":
            return and_(unknown, Act.share_link_id == self.id)
        return unknown if self.kind == "all" else false()

    def in_time(self) -> list[ColumnElement[bool]]:
        """What an act within the period fulfils."""
        edges = [Act.at >= self.start if self.start else None, Act.at < self.end if self.end else None]
        return [edge for edge in edges if edge is not None]


def first_links() -> Any:
    """By which link each person came: that of their first act that has one."""
    order = func.row_number().over(partition_by=Act.person_id, order_by=(Act.at, Act.share_link_id))
    acts = (
        select(Act.person_id, Act.share_link_id, order.label("position"))
        .where(Act.person_id.is_not(None), Act.share_link_id.is_not(None))
        .subquery()
    )
    # Grouped though each is there once: else SQLite takes it for a handful and reads all for each person.
    return (
        select(acts.c.person_id, acts.c.share_link_id)
        .where(acts.c.position == 1)
        .group_by(acts.c.person_id, acts.c.share_link_id)
    )


def people_by_link(link_id: uuid.UUID | None) -> Select[Any]:
    """The people who came by a link."""
    came = first_links().subquery()
    return select(came.c.person_id).where(came.c.share_link_id == link_id)
