"""The loop in figures: a fixed number of statements, whatever happened."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from core.acts.models import Act
from core.acts.queries import TOGETHER
from core.database import db
from core.loop.journeys import STAGES, journeys_of, median_gap
from core.loop.scopes import Scope, first_links
from core.sharing.models import ShareLink

FEW = 5
"""With fewer people a share says nothing."""


@dataclass(frozen=True, slots=True)
class StageFigures:
    """What happened at one stage: how often, and how many people did it whom we know."""

    stage: str
    acts: int
    people: int


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to the next: how many of those at the first went on, and how long half of them took.

    Somebody went on whose first act at the next stage is not before their first at this one. Who sees is
    seldom known: from there on it is counted in acts (`by_acts`), not in people.
    """

    before: str
    after: str
    went: int
    of: int
    median_seconds: int | None
    by_acts: bool = False

    @property
    def share(self) -> float | None:
        """How many of a hundred went on; None where nobody was there to, or more came than were seen."""
        return self.went * 100 / self.of if 0 < self.of >= self.went else None


@dataclass(frozen=True, slots=True)
class Source:
    """What came of the people of one link; None: came without one, `TOGETHER`: all personal links."""

    link_id: uuid.UUID | None
    seen: int
    people: int
    ordered: int
    repeated: int
    spread: int


@dataclass(frozen=True, slots=True)
class Loop:
    """The whole of it."""

    stages: Sequence[StageFigures]
    steps: Sequence[Step]
    sources: Sequence[Source]

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not any(stage.acts for stage in self.stages)

    @property
    def narrowest(self) -> Step | None:
        """Where most people stop on the way to coming back; None while there are few people.

        A step that nobody took is left out: perhaps nobody writes that stage down. So is telling a friend,
        which few do anywhere.
        """
        taken = [step for step in self.steps[1:-1] if step.went and step.of >= FEW]
        return min(taken, key=lambda step: step.share or 0, default=None)


def measure_loop(scope: Scope, zone: ZoneInfo) -> Loop:
    """Figures of the loop of `scope`, in two statements."""
    unknown, known = _strangers(scope), _people(scope, zone)
    acts = {stage: sum(int(rows[stage]) for rows in (*unknown.values(), *known.values())) for stage in STAGES}
    people = {stage: sum(row[f"{stage}_people"] for row in known.values()) for stage in STAGES}
    medians = next(iter(known.values()), {})
    steps = [
        Step(
            before,
            after,
            went=sum(row[f"{after}_went"] for row in known.values()),
            of=people[before],
            median_seconds=_whole(medians.get(f"{after}_median")),
        )
        for before, after in pairwise(STAGES)
    ]
    if unknown:
        steps[0] = replace(steps[0], went=acts["intent"], of=acts["seen"], by_acts=True)
    return Loop(
        stages=[StageFigures(stage, acts[stage], people[stage]) for stage in STAGES],
        steps=steps,
        sources=_sources(unknown, known),
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _sources(
    unknown: Mapping[uuid.UUID | None, Mapping[str, int]], known: Mapping[uuid.UUID | None, Mapping[str, int]]
) -> list[Source]:
    """By link, those whose people got furthest first."""
    nothing: dict[str, int] = {}
    found = []
    for link_id in {**unknown, **known}:
        row, seen = known.get(link_id, nothing), unknown.get(link_id, nothing).get("seen", 0)
        found.append(
            Source(
                link_id,
                seen + row.get("seen", 0),
                *(row.get(name, 0) for name in ("people", "order_people", "repeat_people", "spread_people")),
            )
        )
    return sorted(found, key=_furthest, reverse=True)


def _furthest(source: Source) -> tuple[int, int, int, int, str]:
    return source.repeated, source.ordered, source.people, source.seen, str(source.link_id)


def _strangers(scope: Scope) -> dict[uuid.UUID | None, dict[str, int]]:
    """Acts that name nobody, by link and stage."""
    lines = (
        select(_link_group(Act.share_link_id).label("link_id"), Act.stage, Act.times)
        .where(scope.strangers(), Act.times > 0, Act.stage.in_(STAGES))
        .subquery()
    )
    found: dict[uuid.UUID | None, dict[str, int]] = {}
    for link_id, stage, times in db.session.execute(
        select(lines.c.link_id, lines.c.stage, func.sum(lines.c.times)).group_by(
            lines.c.link_id, lines.c.stage
        )
    ):
        found.setdefault(link_id, dict.fromkeys(STAGES, 0))[stage] += int(times)
    return found


def _link_group(link: Any) -> Any:
    """Personal links may be thousands: they count as one."""
    personal = select(ShareLink.id).where(ShareLink.shared_by.is_not(None))
    return case((link.in_(personal), TOGETHER), else_=link)


def _people(scope: Scope, zone: ZoneInfo) -> dict[uuid.UUID | None, dict[str, Any]]:
    """What people did, by the link they came by; medians are the same in each row."""
    journeys, came = journeys_of(scope, zone), first_links().cte("came")
    lines = (
        select(journeys, _link_group(came.c.share_link_id).label("link_id"))
        .outerjoin(came, came.c.person_id == journeys.c.person_id)
        .subquery()
    )
    columns: list[Any] = [lines.c.link_id, func.count().label("people")]
    for stage in STAGES:
        columns += [
            func.sum(lines.c[f"{stage}_acts"]).label(stage),
            func.count(lines.c[stage]).label(f"{stage}_people"),
        ]
    for before, after in pairwise(STAGES):
        went = case((lines.c[after] >= lines.c[before], 1))
        columns += [
            func.count(went).label(f"{after}_went"),
            median_gap(journeys, before, after).label(f"{after}_median"),
        ]
    rows = db.session.execute(select(*columns).group_by(lines.c.link_id)).mappings()
    return {row["link_id"]: {**row} for row in rows}
