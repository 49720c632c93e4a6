"""Reads of the ledger, for the tenant in scope."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, select

from core.acts.models import Act
from core.database import db, now

FUNNEL = ("scan", "visit", "start", "complete")
TOGETHER = uuid.UUID(int=0)
"""Stands for all links that are counted together."""


def funnels_by_link(
    object_id: uuid.UUID, together: Select[uuid.UUID] | None = None
) -> dict[uuid.UUID | None, dict[str, int]]:
    """Scans, visits, starts and completions of an object per share link; None: came without one.

    An order (a seat at a meeting, a coupon that was used) is what its tool has for a completion.

    The links of `together` are counted as one, `TOGETHER`: they may be thousands.
    """
    link: Any = Act.share_link_id
    if together is not None:
        link = case((Act.share_link_id.in_(together), TOGETHER), else_=Act.share_link_id)
    verb = case((Act.stage == "order", "complete"), else_=Act.verb)
    lines = (
        select(link.label("link_id"), verb.label("verb"), Act.times)
        .where(Act.object_id == object_id, verb.in_(FUNNEL))
        .subquery()
    )
    rows = db.session.execute(
        select(lines.c.link_id, lines.c.verb, func.sum(lines.c.times)).group_by(lines.c.link_id, lines.c.verb)
    )
    found: dict[uuid.UUID | None, dict[str, int]] = {}
    for link_id, verb, times in rows:
        found.setdefault(link_id, dict.fromkeys(FUNNEL, 0))[verb] = int(times)
    return found


def funnel_total(funnels: Iterable[dict[str, int]]) -> dict[str, int]:
    """The sum of several funnels."""
    total = dict.fromkeys(FUNNEL, 0)
    for funnel in funnels:
        for verb in FUNNEL:
            total[verb] += funnel[verb]
    return total


def daily_counts(verb: str, zone: ZoneInfo, days: int = 7) -> Sequence[tuple[date, int]]:
    """How often something happened on each of the last `days` days of the tenant's calendar, oldest first."""
    today = now().astimezone(zone).date()
    calendar = [today - timedelta(days=days - 1 - offset) for offset in range(days)]
    edges = [datetime.combine(day, time(), zone) for day in [*calendar, today + timedelta(days=1)]]
    sums = [
        func.coalesce(func.sum(case((and_(Act.at >= start, Act.at < end), Act.times), else_=0)), 0)
        for start, end in pairwise(edges)
    ]
    row = db.session.execute(select(*sums).select_from(Act).where(Act.verb == verb, Act.at >= edges[0])).one()
    return [(day, int(count)) for day, count in zip(calendar, row, strict=True)]


def busiest_link(zone: ZoneInfo) -> tuple[uuid.UUID, int] | None:
    """The share link that was scanned most today, and how often."""
    midnight = datetime.combine(now().astimezone(zone).date(), time(), zone)
    row = db.session.execute(
        select(Act.share_link_id, func.sum(Act.times).label("scans"))
        .where(Act.verb == "scan", Act.at >= midnight, Act.share_link_id.is_not(None))
        .group_by(Act.share_link_id)
        .order_by(func.sum(Act.times).desc())
        .limit(1)
    ).first()
    return (row[0], int(row[1])) if row and row[0] else None
