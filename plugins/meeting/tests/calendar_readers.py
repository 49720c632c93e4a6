"""What others read in a calendar: three parsers that share no code, and a calendar program.

Each gives the occurrences as (start, end, title): moments in UTC, or days for an event of whole days.
"""

import os
import subprocess
import sys
import zoneinfo
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events
import tzdata
import vobject
from ical.calendar_stream import IcsCalendarStream

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def by_icalendar(text):
    """icalendar, and recurring-ical-events for what comes again."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(SINCE, UNTIL)
    return sorted(
        _line(one["dtstart"].dt, one["dtend"].dt, str(one["summary"]))
        for one in found
        if str(one["status"]) != "CANCELLED"
    )


def by_vobject(text):
    """vobject, which goes by the VTIMEZONE and not by the name of the zone."""
    events = defaultdict(list)
    for one in vobject.readOne(text).vevent_list:
        if one.status.value != "CANCELLED":
            events[one.uid.value].append(one)
    lines = []
    for same in events.values():
        moved = {_moment(one.recurrence_id.value) for one in same if hasattr(one, "recurrence_id")}
        for one in same:
            starts, length = [one.dtstart.value], one.dtend.value - one.dtstart.value
            if hasattr(one, "rrule"):
                starts = [start for start in _recurring(one) if _moment(start) not in moved]
            lines += [_line(start, _after(start, length), one.summary.value) for start in starts]
    return sorted(lines)


def _recurring(event):
    is_day = not isinstance(event.dtstart.value, datetime)
    zone = None if is_day else event.dtstart.value.tzinfo
    found = list(event.getrruleset(addRDate=True))
    return [one.date() if is_day else one.replace(tzinfo=zone) for one in found]


def _after(start, length):
    """As long on the clock as the first."""
    return start + length


def by_ical(text):
    """ical, the parser of Home Assistant."""
    calendar = IcsCalendarStream.calendar_from_ics(text)
    return sorted(
        _line(one.dtstart, one.dtend, one.summary) for one in calendar.timeline if one.status != "CANCELLED"
    )


def by_khal(text, home: Path):
    """khal, the calendar program: the file is imported, then listed."""
    (home / "calendar").mkdir(parents=True)
    (home / "feed.ics").write_text(text, newline="")
    (home / "config").write_text(KHAL.format(home=home))
    _khal(home, "import", "--batch", "feed.ics")
    shape = "\x1f".join(("{start-long}", "{end-long}", "{all-day}", "{status}", "{title}"))
    shown = _khal(home, "list", "--day-format", "", "--format", f"\x1e{shape}", "2027-01-01", "731d")
    lines = []
    for entry in shown.split("\x1e")[1:]:
        start, end, is_day, status, title = entry.rstrip("\n").split("\x1f")
        if "CANCELLED" not in status:
            lines.append(_khal_line(start, end, is_day == "True", title))
    return sorted(set(lines))  # what lasts over midnight is listed on each of its days


def _khal_line(start, end, is_day, title):
    if is_day:
        return _line(date.fromisoformat(start[:10]), date.fromisoformat(end[:10]) + timedelta(days=1), title)
    return _line(*(datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end)), title)


def _khal(home, *arguments):
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    # khal has its own copy of the world's clocks, which may be of another year than ours.
    clocks = [*zoneinfo.TZPATH, str(Path(tzdata.__file__).with_name("zoneinfo"))]
    environment["PYTZ_TZDATADIR"] = next(folder for folder in clocks if Path(folder).is_dir())
    command = [str(Path(sys.executable).with_name("khal")), "-c", str(home / "config"), *arguments]
    done = subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


KHAL = """
[calendars]
[[feed]]
path = {home}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC
[default]
default_calendar = feed
[sqlite]
path = {home}/khal.db
"""


def _line(start, end, title):
    return _moment(start).isoformat(), _moment(end).isoformat(), title


def _moment(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
