"""Finding people by rules: which, how many, and a page of them.

What is asked of a person lies in one index (`ix_person_found`), what is asked of their acts in another
(`ix_act_person`), both in the order of ids, so that a hundred thousand people are gone through side by side
and without reading their rows; the rows of a page are read by their ids. `tests/pool/test_plans.py` holds
both databases to that.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from core.acts.days import day_number
from core.acts.models import Act
from core.database import db, now
from core.people.models import Person
from core.people.search_text import search_words
from core.pool.models import Tagging
from core.pool.rules import LONGEST_SEARCH, Did, Rules

PAGE = 50
FEW = 20_000
Sort = Literal["new", "old", "name"]
SORTS: tuple[Sort, ...] = ("new", "old", "name")


def people_matching(rules: Rules, zone: ZoneInfo) -> Select[Any]:
    """The ids of everybody who is here and fits; days are those of `zone`."""
    return select(Person.id).where(Person.state == "seated", *_conditions(rules, zone))


def find_people(search: str, most: int = 20) -> Sequence[Person]:
    """The first, by name, of those who are found by what was typed; who waits for a seat is among them."""
    found = select(Person).where(Person.state != "left", *_worded(search[:LONGEST_SEARCH]))
    return db.session.scalars(found.order_by(Person.search_text, Person.id).limit(most)).all()


def count_people(ids: Select[Any]) -> int:
    """How many a statement like that of `people_matching` gives."""
    return db.session.scalar(select(func.count()).select_from(_in_order_of_ids(ids).subquery())) or 0


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people, and the ids after and before which there are more (None: there are none)."""

    people: Sequence[Person]
    before: uuid.UUID | None
    after: uuid.UUID | None


def page_of(
    ids: Select[Any],
    sort: Sort,
    *,
    count: int,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
) -> PeoplePage:
    """The people of `ids` that stand after or before somebody in the order of `sort`; else the first.

    Where they are many (`count`), the list is walked in its order until a page is full; few are found first
    and put in order then, for in the list they may stand far down.
    """
    column, descending = _order(sort)
    mark = after or before
    value = db.session.scalar(select(column).where(Person.id == mark)) if mark else None
    backwards = value is not None and after is None
    down = descending != backwards
    place, person_id, chosen = _places(ids, column, is_few=count <= FEW)
    if value is not None and mark is not None:
        stands = tuple_(place, person_id)
        there = tuple_(literal(value, column.type), literal(mark, Person.id.type))
        chosen = chosen.where(stands < there if down else stands > there)
    keys = (place.desc(), person_id.desc()) if down else (place, person_id)
    found = list(db.session.scalars(chosen.order_by(*keys).limit(PAGE + 1)))
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_before = more if backwards else value is not None
    has_after = True if backwards else more
    return PeoplePage(
        _people_in_order(found),
        found[0] if found and has_before else None,
        found[-1] if found and has_after else None,
    )


def _places(
    ids: Select[Any], column: InstrumentedAttribute[Any], *, is_few: bool
) -> tuple[ColumnElement[Any], ColumnElement[Any], Select[Any]]:
    """Where people stand, who they are, and the statement that gives those of `ids`."""
    if not is_few:
        return column.expression, Person.id.expression, ids
    found = _in_order_of_ids(ids).add_columns(column.label("place")).cte("found")
    found = found.prefix_with("MATERIALIZED", dialect="postgresql")
    return found.c.place, found.c.id, select(found.c.id)


def _in_order_of_ids(ids: Select[Any]) -> Select[Any]:
    """The same, but SQLite takes `ix_person_found` for it and walks person by person beside `ix_act_person`,
    which is four times as fast as jumping about in that. Both conditions hold for everybody; no other index
    has all they ask.
    """
    return ids.where(Person.id >= literal(uuid.UUID(int=0), Person.id.type), Person.role != "")


def _people_in_order(ids: Sequence[uuid.UUID]) -> list[Person]:
    rows = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [rows[person_id] for person_id in ids if person_id in rows]


def _order(sort: Sort) -> tuple[InstrumentedAttribute[Any], bool]:
    return (Person.search_text, False) if sort == "name" else (Person.joined_at, sort == "new")


def _conditions(rules: Rules, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """Cheap ones first: SQLite asks them in this order."""
    found: list[ColumnElement[bool]] = []
    if rules.role:
        found.append(Person.role.in_(rules.role))
    if rules.via:
        found.append(Person.share_link_id.in_(rules.via))
    if rules.joined_from:
        found.append(Person.joined_at >= _beginning(rules.joined_from, zone))
    if rules.joined_until:
        found.append(Person.joined_at < _beginning(rules.joined_until, zone) + timedelta(days=1))
    if rules.joined_days:
        found.append(Person.joined_at >= _days_ago(rules.joined_days))
    found += _worded(rules.q)
    if rules.tag:
        found.append(_tagged(rules.tag))
    if rules.not_tag:
        found.append(~_tagged(rules.not_tag))
    return [*found, *_conditions_on_acts(rules, zone)]


def _conditions_on_acts(rules: Rules, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if rules.active_days:
        found.append(_acted(_since(rules.active_days)))
    if rules.silent_days:
        found.append(~_acted(_since(rules.silent_days)))
    if rules.stage:
        found.append(_reached(rules.stage, zone))
    if rules.not_stage:
        found.append(~_reached(rules.not_stage, zone))
    return [*found, *(_did(one) for one in rules.did), *(~_did(one) for one in rules.did_not)]


def _worded(search: str) -> list[ColumnElement[bool]]:
    """Whether each word of `search` is somewhere in what a person is found by."""
    return [Person.search_text.contains(word, autoescape=True) for word in search_words(search)]


def _tagged(tags: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """Whether they carry one of these. Their tags are gone through, as their acts are (see `_since`)."""
    its_tag = func.coalesce(Tagging.tag_id, Tagging.tag_id)
    return (
        select(Tagging.person_id)
        .where(Tagging.person_id == Person.id, its_tag.in_(tags), Tagging.taken_off.is_(False))
        .exists()
    )


def _counted(*conditions: ColumnElement[bool]) -> Select[Any]:
    """A person's acts, without those that were taken back."""
    return select(Act.person_id).where(Act.person_id == Person.id, Act.times > 0, *conditions)


def _acted(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _counted(*conditions).exists()


def _did(did: Did) -> ColumnElement[bool]:
    since = [_since(did.days)] if did.days else []
    return _acted(Act.plugin == did.plugin, Act.verb == did.verb, *since)


def _since(days: int) -> ColumnElement[bool]:
    """Within so many days. Put so that no index on `at` can serve: SQLite, which rarely knows how many rows a
    table has, would go through everybody's acts of these days for each person instead of through theirs.
    """
    return func.coalesce(Act.at, Act.at) >= literal(_days_ago(days), Act.at.type)


def _reached(stage: str, zone: ZoneInfo) -> ColumnElement[bool]:
    """Whether they did anything at a stage; who ordered on a second day came back, whatever the tool says."""
    at_once = _acted(Act.stage == stage)
    if stage != "repeat":
        return at_once
    orders = _counted(Act.stage == "order")
    days = day_number(func.max(Act.at), zone) > day_number(func.min(Act.at), zone)
    return or_(at_once, orders.group_by(Act.person_id).having(days).exists())


def _days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there; a day at an end of the calendar may have no moment in another zone."""
    return datetime.combine(min(max(day, date(1900, 1, 1)), date(9000, 1, 1)), time(), zone)
