"""Whole iCalendar objects."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from icalendar import Calendar, Event

from plugins.meeting.calendars.zones import timezone_of

PRODUCT = "-//Hutong//Meetings//EN"
FRESH_FOR = "PT1H"
"""How long those who subscribe may show what they fetched last."""


def calendar_text(events: Iterable[Event], *, method: str = "", name: str = "", address: str = "") -> str:
    """The text of a calendar with the clocks that its events go by.

    `method` is for mails (RFC 5546); `name` and `address` are for calendars that one subscribes to.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("source", address, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"}, encode=False)
        calendar.add("x-published-ttl", FRESH_FOR)
    for event in events:
        calendar.add_component(event)
    years = [moment.year for event in calendar.events for moment in _moments(event)]
    for zone in sorted(calendar.get_used_tzids()):
        clock = timezone_of(zone, min(years) - 1, max(years) + 1)
        calendar.subcomponents.insert(0, clock)
    return str(calendar.to_ical().decode())


def _moments(event: Event) -> list[date]:
    rule: Any = event.get("rrule")
    return [event.start, event.end, *(rule["until"] if rule else [])]


def without_stamps(text: str) -> str:
    """What a calendar says, whenever it was written."""
    return "\r\n".join(line for line in text.split("\r\n") if not line.startswith("DTSTAMP"))
