"""Meetings that come again: a series made of one meeting, more dates, changes of this and all later ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from hutong import LocalizedText, db
from plugins.meeting.errors import NoTimeError
from plugins.meeting.models import Meeting, Series
from plugins.meeting.operations import (
    AS_BEFORE,
    cancel_meeting,
    change_meeting,
    create_meeting,
    create_series,
)
from plugins.meeting.queries import is_over, meetings_of
from plugins.meeting.recurring import MOST, at_wall, end_of, moments_of
from plugins.meeting.when import zone_of

Rule = Mapping[str, Any]


def repeat_meeting(meeting: Meeting, rule: Rule, *, title: LocalizedText | None = None) -> Series:
    """A series that begins with `meeting`: a meeting for each date of the rule, as open or draft as this one.

    Without a rule it has this meeting alone, until dates are added. Raises `NoTimeError` without a time.
    """
    if meeting.starts_at is None:
        raise NoTimeError
    series = create_series(title=title or dict(meeting.title), text=dict(meeting.text), rule=dict(rule))
    meeting.series_id = series.id
    if rule:
        meeting.recurs_at = meeting.starts_at
        _fill(series, meeting, [meeting.starts_at])
    db.session.flush()
    return series


def add_date(series: Series, like: Meeting, starts_at: datetime) -> Meeting:
    """One more date, outside the rule: as long as `like`, with the same words and place."""
    return _occurrence(series, like, starts_at, recurs_at=None)


def extend_series(series: Series, more: int) -> int:
    """So many more dates by the rule; gives how many there was room for (`MOST` in all)."""
    meetings = meetings_of(series, with_bin=True)
    by_rule = [one for one in meetings if one.recurs_at is not None]
    if not series.rule or not by_rule:
        return 0
    known = sorted(one.recurs_at for one in by_rule if one.recurs_at is not None)
    endless = {name: value for name, value in series.rule.items() if name not in ("count", "until")}
    dates = moments_of(endless, known[0], zone_of(by_rule[0]))
    ahead = [moment for moment in dates if moment > known[-1]][:more]
    live = [one for one in by_rule if one.deleted_at is None and one.state != "cancelled"] or by_rule
    for moment in ahead:
        _occurrence(series, live[-1], _as_usual(live, moment), recurs_at=moment)
    if ahead:
        series.rule = endless | {"count": dates.index(ahead[-1]) + 1}
    db.session.flush()
    return len(ahead)


def _as_usual(live: Sequence[Meeting], moment: datetime) -> datetime:
    """Where a date of the rule goes: as far off it as the last two, if they were moved alike."""
    off = [_off(one) for one in live[-2:]]
    if len(off) != 2 or off[0] != off[1]:
        return moment
    zone, (days, clock) = zone_of(live[-1]), off[0]
    return at_wall(moment.astimezone(zone).date() + days, clock, zone)


def _off(one: Meeting) -> tuple[timedelta, time]:
    """By how many days a meeting was moved from where its rule puts it, and its time of the day."""
    assert one.starts_at is not None
    assert one.recurs_at is not None
    local, by_rule = (moment.astimezone(zone_of(one)) for moment in (one.starts_at, one.recurs_at))
    return local.date() - by_rule.date(), local.time()


def later_ones(meeting: Meeting) -> Sequence[Meeting]:
    """The meetings of its series that come after it and can still be changed."""
    if meeting.series_id is None or meeting.starts_at is None:
        return []
    series = db.session.get_one(Series, (meeting.tenant_id, meeting.series_id))
    return [
        one
        for one in meetings_of(series)
        if one.id != meeting.id
        and one.starts_at is not None
        and one.starts_at > meeting.starts_at
        and one.state != "cancelled"
        and not is_over(one)
    ]


def change_later(meeting: Meeting, later: Sequence[Meeting], before: Mapping[str, Any]) -> None:
    """Do to the `later` ones what was done to `meeting`, which was as `before`.

    Only what was changed is; a new time is the same time of the day, as many days earlier or later.
    """
    changed = {
        name: getattr(meeting, name) for name, value in before.items() if getattr(meeting, name) != value
    }
    moved = {"starts_at", "ends_at", "all_day", "zone"} & set(changed)
    plain = {
        name: value for name, value in changed.items() if name not in ("starts_at", "ends_at", "closes_at")
    }
    for one in later:
        values: dict[str, Any] = dict(plain)
        if moved:
            values |= _moved(one, meeting, before)
        if "closes_at" in changed:
            values["closes_at"] = _closing(meeting, values.get("starts_at", one.starts_at))
        change_meeting(one, **values)


def cancel_later(later: Sequence[Meeting], *, note: str) -> None:
    """Call all of them off."""
    for one in later:
        cancel_meeting(one, note=note)


def last_of(series: Series) -> Meeting | None:
    """What a new date is made like: the last meeting there is."""
    return next(reversed(meetings_of(series)), None)


def _fill(series: Series, like: Meeting, known: Sequence[datetime]) -> None:
    assert like.starts_at is not None
    for moment in moments_of(series.rule, like.starts_at, zone_of(like))[:MOST]:
        if moment not in known:
            _occurrence(series, like, moment, recurs_at=moment)


def _occurrence(series: Series, like: Meeting, starts_at: datetime, *, recurs_at: datetime | None) -> Meeting:
    if like.starts_at is None or like.ends_at is None:
        raise NoTimeError
    values = {name: getattr(like, name) for name in AS_BEFORE if name not in ("title", "all_day")}
    made = create_meeting(
        title=dict(like.title),
        by=like.created_by,
        series_id=series.id,
        recurs_at=recurs_at,
        starts_at=starts_at,
        ends_at=end_of(starts_at, (like.starts_at, like.ends_at), zone_of(like)),
        all_day=like.all_day,
        state="open" if like.state == "open" else "draft",
        **values,
    )
    if like.closes_at is not None:
        made.closes_at = _closing(like, starts_at)
    return made


def _moved(one: Meeting, meeting: Meeting, before: Mapping[str, Any]) -> dict[str, Any]:
    """Where `one` goes when `meeting` has moved from `before`: days and clock go along, summer time too."""
    assert one.starts_at is not None
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    zone = zone_of(meeting)
    days = meeting.starts_at.astimezone(zone).date() - before["starts_at"].astimezone(zone).date()
    starts_at = at_wall(
        one.starts_at.astimezone(zone).date() + days, meeting.starts_at.astimezone(zone).time(), zone
    )
    return {
        "starts_at": starts_at,
        "ends_at": end_of(starts_at, (meeting.starts_at, meeting.ends_at), zone),
    }


def _closing(like: Meeting, starts_at: datetime | None) -> datetime | None:
    """When registration closes: as long before the beginning as with `like`."""
    if like.closes_at is None or like.starts_at is None or starts_at is None:
        return None
    ahead: timedelta = like.starts_at - like.closes_at
    return min(starts_at - ahead, starts_at) if ahead > timedelta() else starts_at
