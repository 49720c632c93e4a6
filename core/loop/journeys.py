"""One row for each person: when they were first at each stage, and how often."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, and_, case, func, or_, select

from core.acts.days import day_number, seconds
from core.acts.models import Act
from core.loop.scopes import Scope

STAGES = ("seen", "intent", "order", "service", "repeat", "spread")


def journeys_of(scope: Scope, zone: ZoneInfo) -> CTE:
    """`person_id`, and for each stage its first second in the period and how often (``order_acts``).

    Nobody has to say that somebody came back: an order on a later day of the tenant's calendar than the
    person's first order, ever, is a repeat too. It stays an order.
    """
    first = _first_moments(scope).cte("first")
    again = _orders_on_later_days(scope, zone, first).cte("again")
    came_back = case(
        (or_(again.c.at.is_(None), first.c.repeat <= again.c.at), first.c.repeat), else_=again.c.at
    )
    columns: list[Any] = [first.c.person_id]
    for stage in STAGES:
        acts, moment = first.c[f"{stage}_acts"], first.c[stage]
        if stage == "repeat":
            acts, moment = acts + func.coalesce(again.c.acts, 0), came_back
        columns += [seconds(moment).label(stage), acts.label(f"{stage}_acts")]
    return (
        select(*columns)
        .outerjoin(again, again.c.person_id == first.c.person_id)
        .where(scope.includes(first.c.person_id), or_(*[first.c[stage].is_not(None) for stage in STAGES]))
        .cte("journeys")
    )


def _first_moments(scope: Scope) -> Any:
    """Everything but what is derived; `first_order` looks at all time."""
    columns: list[Any] = [
        Act.person_id,
        func.min(case((Act.stage == "order", Act.at))).label("first_order"),
    ]
    for stage in STAGES:
        counts = and_(Act.stage == stage, *scope.in_time())
        columns += [
            func.min(case((counts, Act.at))).label(stage),
            func.sum(case((counts, Act.times), else_=0)).label(f"{stage}_acts"),
        ]
    return select(*columns).where(scope.persons(), Act.times > 0).group_by(Act.person_id)


def _orders_on_later_days(scope: Scope, zone: ZoneInfo, first: CTE) -> Any:
    began = (
        select(first.c.person_id, day_number(first.c.first_order, zone).label("day"))
        .where(first.c.first_order.is_not(None))
        .subquery()
    )
    return (
        select(Act.person_id, func.min(Act.at).label("at"), func.sum(Act.times).label("acts"))
        .join(began, began.c.person_id == Act.person_id)
        .where(Act.stage == "order", Act.times > 0, *scope.in_time(), day_number(Act.at, zone) > began.c.day)
        .group_by(Act.person_id)
    )


def median_gap(journeys: CTE, before: str, after: str) -> Any:
    """Seconds from the first act at one stage to that at the next, of the one in the middle."""
    start, end = journeys.c[before], journeys.c[after]
    number = select(func.count()).select_from(journeys).where(end >= start).scalar_subquery()
    middle = (
        select((end - start).label("gap"))
        .where(end >= start)
        .order_by("gap")
        .limit(2 - number % 2)
        .offset(case((number > 0, (number - 1) // 2), else_=0))
        .subquery()
    )
    return select(func.avg(middle.c.gap)).scalar_subquery()
