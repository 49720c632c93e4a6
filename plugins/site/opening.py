"""Whether it is open now, until when, and when that will next read differently."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from plugins.site.blocks.hours import DAYS, Hours, Ranges, SpecialDay

LOOK_AHEAD = 14
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """`until` is when it closes (while open) or opens (while shut), in local time; None: not in sight."""

    is_open: bool
    until: dt.datetime | None
    now: dt.datetime

    @property
    def days_ahead(self) -> int:
        """How many midnights lie before `until`."""
        return (self.until.date() - self.now.date()).days if self.until else 0


def opening_at(hours: Hours, moment: dt.datetime, zone: ZoneInfo) -> Opening:
    """The state at `moment` (aware). Ranges over midnight and adjoining days are joined."""
    local = moment.astimezone(zone)
    for start, end in spans(hours, local.date(), zone):
        if start <= moment < end:
            closes = end.astimezone(zone)
            return Opening(True, closes if end - moment < timedelta(days=2) else None, local)
        if start > moment:
            return Opening(False, start.astimezone(zone), local)
    return Opening(False, None, local)


def spans(hours: Hours, today: dt.date, zone: ZoneInfo) -> list[Span]:
    """Open times round `today` in UTC, in order; what touches or overlaps is one."""
    joined: list[Span] = []
    for start, end in sorted(_single_spans(hours, today, zone)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _single_spans(hours: Hours, today: dt.date, zone: ZoneInfo) -> Iterator[Span]:
    for offset in range(-1, LOOK_AHEAD + 1):
        day = today + timedelta(days=offset)
        for opens, closes in ranges_on(hours, day):
            start = _moment(day, opens, zone)
            end = _moment(day, closes, zone)
            if end <= start:
                end = _moment(day + timedelta(days=1), closes, zone)
            yield start, end


def _moment(day: dt.date, clock: str, zone: ZoneInfo) -> dt.datetime:
    if clock == "24:00":
        return _moment(day + timedelta(days=1), "00:00", zone)
    time = dt.time.fromisoformat(clock)
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(UTC)


def ranges_on(hours: Hours, day: dt.date) -> Ranges:
    """The open ranges that begin on `day`; a special day replaces the weekday."""
    special = special_on(hours, day)
    return special.ranges if special else hours.week.get(DAYS[day.weekday()], ())


def special_on(hours: Hours, day: dt.date) -> SpecialDay | None:
    """The special day on this date."""
    return next((special for special in hours.special if special.date == day), None)


def next_change(hours: Hours, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """When the state, or the words that tell it, may change: it opens or shuts, or a new day begins."""
    local = moment.astimezone(zone)
    midnight = _moment(local.date() + timedelta(days=1), "00:00", zone)
    edges = [edge for span in spans(hours, local.date(), zone) for edge in span if edge > moment]
    return min([midnight, *edges])


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Consecutive days with the same hours: indices 0 (Monday) to 6."""

    first: int
    last: int
    ranges: Ranges
    is_today: bool


def week_rows(hours: Hours, today: dt.date) -> list[WeekRow]:
    """The week as it is printed: days with the same hours side by side are one row."""
    rows: list[WeekRow] = []
    for index, day in enumerate(DAYS):
        ranges = hours.week.get(day, ())
        now = index == today.weekday() and special_on(hours, today) is None
        if rows and rows[-1].ranges == ranges:
            rows[-1] = WeekRow(rows[-1].first, index, ranges, rows[-1].is_today or now)
        else:
            rows.append(WeekRow(index, index, ranges, now))
    return rows


def coming_specials(hours: Hours, today: dt.date) -> list[SpecialDay]:
    """Special days from today on, for the next weeks."""
    last = today + timedelta(days=21)
    return sorted((day for day in hours.special if today <= day.date <= last), key=lambda day: day.date)
