"""One meeting as a VEVENT."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Event

from hutong import TenantInfo, db, now, text_of
from hutong.pages import prose
from plugins.meeting.models import Meeting, Series
from plugins.meeting.when import zone_of

_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a calendar beside the time, in one language."""

    title: str
    text: str
    place: str
    url: str

    @classmethod
    def of(cls, tenant: TenantInfo, meeting: Meeting, language: str, url: str, *more: str) -> "Words":
        """Those of `meeting`; `more` are lines below what it is about, and `url` leads to its page."""
        about = text_of(prose(tenant.text(meeting.text, language))).strip() if meeting.text else ""
        return cls(
            title=_line(tenant.text(meeting.title, language)),
            text=_clean("\n\n".join(part for part in (about, *more) if part)),
            place=_line(tenant.text(meeting.place, language)),
            url=url,
        )


def event_of(
    meeting: Meeting, words: Words, *, sequence: int | None = None, stamp: datetime | None = None
) -> Event:
    """A meeting that has a time, under the name that it has in everybody's calendar."""
    event = Event()
    series = rule_of(meeting)
    event.add("uid", series.uid if series else meeting.uid)
    if series and meeting.recurs_at:
        event.add("recurrence-id", in_calendar(meeting, meeting.recurs_at))
    event.add("sequence", meeting.sequence if sequence is None else sequence)
    event.add("dtstamp", stamp or now().replace(microsecond=0))
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    start, end = times_of(meeting)
    event.add("dtstart", start)
    event.add("dtend", end)
    for name, value in (("summary", words.title), ("description", words.text), ("location", words.place)):
        if value:
            event.add(name, value)
    event.add("url", words.url)
    return event


def rule_of(meeting: Meeting) -> Series | None:
    """The series by whose rule a meeting comes; None for one that stands for itself."""
    if meeting.series_id is None or meeting.recurs_at is None:
        return None
    series = db.session.get(Series, (meeting.tenant_id, meeting.series_id))
    return series if series and series.rule else None


def times_of(meeting: Meeting) -> tuple[date, date]:
    """Beginning and end: by the clock of the meeting's zone, or days, of which the last is not included."""
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    start, end = in_calendar(meeting, meeting.starts_at), in_calendar(meeting, meeting.ends_at)
    if meeting.all_day:
        return start, max(end, start + timedelta(days=1))
    if {start.tzinfo, end.tzinfo} != {zone_of(meeting)}:  # type: ignore[attr-defined]
        return meeting.starts_at, meeting.ends_at
    return start, end


def in_calendar(meeting: Meeting, moment: datetime) -> date:
    """`moment` by the meeting's clock, or its day.

    A time that comes twice, when the clock is put back, is said in UTC: the first is meant by its name
    (RFC 5545, 3.3.5), but not every program takes it so.
    """
    local = moment.astimezone(zone_of(meeting))
    if meeting.all_day:
        return local.date()
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if comes_twice else local


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    return _UNPRINTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
