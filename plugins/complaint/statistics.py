"""A year of the complaint box, counted from the log of events and from nothing else.

A letter belongs to the year it came in: whether it was answered in time is said of that year's letters,
whenever the answer came. Acts (closed, reopened, rated, …) belong to the year they were done in. Five grouped
statements count a year and the one before it, however many letters there are.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Date, and_, case, extract, func, literal, select
from sqlalchemy.orm import aliased

from hutong import db
from plugins.complaint.models import Event

PACES = {"ack": "acknowledged", "answer": "answered"}
"""The kinds of deadlines, with the event that meets each."""


@dataclass(slots=True)
class Pace:
    """How fast letters were acknowledged or answered."""

    in_time: int = 0
    late: int = 0
    missed: int = 0
    """Their deadline passed and nothing has come yet, or they were closed without it."""
    days: Counter[int] = field(default_factory=Counter)
    """How many took how many days, promised or not."""

    @property
    def promised(self) -> int:
        """The letters of which it is known whether the promise was kept."""
        return self.in_time + self.late + self.missed

    @property
    def share(self) -> float | None:
        """The part of those promised that came in time."""
        return self.in_time / self.promised if self.promised else None

    @property
    def median(self) -> float | None:
        """The days half of them took at most."""
        return _median(self.days)


@dataclass(slots=True)
class Year:
    """One year's numbers."""

    year: int
    named: list[int] = field(default_factory=lambda: [0] * 12)
    anonymous: list[int] = field(default_factory=lambda: [0] * 12)
    topics: Counter[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=Counter)
    """Letters by box and topic."""
    paces: dict[str, Pace] = field(default_factory=lambda: {name: Pace() for name in PACES})
    acts: Counter[str] = field(default_factory=Counter)
    """How often each kind of event was logged."""
    outcomes: Counter[str] = field(default_factory=Counter)
    ratings: Counter[int] = field(default_factory=Counter)
    open_at_end: int = 0

    @property
    def months(self) -> list[int]:
        """Letters by month."""
        return [named + anonymous for named, anonymous in zip(self.named, self.anonymous, strict=True)]

    @property
    def received(self) -> int:
        """All letters."""
        return sum(self.months)

    @property
    def boxes(self) -> Counter[uuid.UUID]:
        """Letters by box."""
        found: Counter[uuid.UUID] = Counter()
        for (box_id, _topic_id), count in self.topics.items():
            found[box_id] += count
        return found

    @property
    def rating(self) -> float | None:
        """The average mark."""
        marks = self.ratings.total()
        return sum(mark * count for mark, count in self.ratings.items()) / marks if marks else None


def two_years(year: int) -> tuple[Year, Year]:
    """A year and the one before it."""
    found = {number: Year(number) for number in (year - 1, year)}
    _count_acts(found)
    _count_topics(found)
    _count_paces(found)
    _count_missed(found)
    _count_open(found)
    return found[year], found[year - 1]


def years_on_record() -> range:
    """The years in which something happened, oldest first."""
    edges = db.session.execute(select(func.min(Event.day), func.max(Event.day))).one()
    years = [day.year for day in edges if day is not None]
    return range(years[0], years[-1] + 1) if years else range(0)


def _within(found: Mapping[int, Year]) -> tuple[date, date]:
    return date(min(found), 1, 1), date(max(found), 12, 31)


def _count_acts(found: Mapping[int, Year]) -> None:
    """What was done, by month where it matters."""
    value = case((Event.kind.in_(("received", "closed", "rated")), Event.value), else_="").label("value")
    year, month = extract("year", Event.day).label("year"), extract("month", Event.day).label("month")
    rows = db.session.execute(
        select(year, month, Event.kind, value, func.count())
        .where(Event.day.between(*_within(found)))
        .group_by(year, month, Event.kind, value)
    )
    for of_year, of_month, kind, of_value, count in rows:
        numbers = found[int(of_year)]
        numbers.acts[kind] += count
        if kind == "received":
            named = numbers.named if of_value == "named" else numbers.anonymous
            named[int(of_month) - 1] += count
        elif kind == "closed":
            numbers.outcomes[of_value] += count
        elif kind == "rated":
            before, _, mark = of_value.rpartition(">")
            numbers.ratings[int(mark)] += count
            if before:
                numbers.ratings[int(before)] -= count


def _count_topics(found: Mapping[int, Year]) -> None:
    year = extract("year", Event.day).label("year")
    rows = db.session.execute(
        select(year, Event.box_id, Event.topic_id, func.count())
        .where(Event.kind == "received", Event.day.between(*_within(found)))
        .group_by(year, Event.box_id, Event.topic_id)
    )
    for of_year, box_id, topic_id, count in rows:
        found[int(of_year)].topics[box_id, topic_id] += count


def _count_paces(found: Mapping[int, Year]) -> None:
    """When each year's letters were acknowledged and first answered, and whether in time."""
    came, met = aliased(Event), aliased(Event)
    margin = case((met.value == "", "free"), (met.value.startswith("+"), "late"), else_="in time").label(
        "margin"
    )
    rows = db.session.execute(
        select(met.kind, came.day, met.day, margin, func.count())
        .join_from(came, met, and_(came.case_id == met.case_id, came.kind == "received"))
        .where(came.day.between(*_within(found)), met.kind.in_(PACES.values()))
        .group_by(met.kind, came.day, met.day, margin)
    )
    names = {kind: name for name, kind in PACES.items()}
    for kind, came_on, met_on, how, count in rows:
        pace = found[came_on.year].paces[names[kind]]
        pace.days[(met_on - came_on).days] += count
        pace.in_time += count * (how == "in time")
        pace.late += count * (how == "late")


def _count_missed(found: Mapping[int, Year]) -> None:
    """Letters whose first deadline was reported as passed, and which never got what was due."""
    came, passed, met = aliased(Event), aliased(Event), aliased(Event)
    name = case((passed.value.startswith("ack"), "ack"), else_="answer").label("name")
    due = case((passed.value.startswith("ack"), "acknowledged"), else_="answered")
    year = extract("year", came.day).label("year")
    never = ~select(met.case_id).where(met.case_id == passed.case_id, met.kind == due).exists()
    rows = db.session.execute(
        select(year, name, func.count(passed.case_id.distinct()))
        .join_from(came, passed, and_(came.case_id == passed.case_id, came.kind == "received"))
        .where(passed.kind == "escalated", came.day.between(*_within(found)), never)
        .group_by(year, name)
    )
    for of_year, of_name, count in rows:
        found[int(of_year)].paces[of_name].missed += count


def _count_open(found: Mapping[int, Year]) -> None:
    """Live letters at each year's end: what came or was reopened, less what was closed or merged."""
    signs = {"received": 1, "reopened": 1, "unmerged": 1, "closed": -1, "merged": -1}
    ends = [literal(date(year, 12, 31), Date) for year in found]
    until = [func.sum(case((Event.day <= end, 1), else_=0)) for end in ends]
    rows = db.session.execute(
        select(Event.kind, *until)
        .where(Event.kind.in_(signs), Event.day <= _within(found)[1])
        .group_by(Event.kind)
    )
    for kind, *counts in rows:
        for numbers, count in zip(found.values(), counts, strict=True):
            numbers.open_at_end += signs[kind] * count


def _median(days: Counter[int]) -> float | None:
    """Of values that come several times each."""
    total, passed, middle = days.total(), 0, []
    for day in sorted(days):
        before, passed = passed, passed + days[day]
        middle += [day for place in ((total - 1) // 2, total // 2) if before <= place < passed]
    return sum(middle) / 2 if total else None
