"""A meeting as search engines and assistants read it: schema.org's Event, as JSON-LD."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hutong import TenantInfo
from plugins.meeting.models import Meeting
from plugins.meeting.when import zone_of

_SCHEMA = "https://schema.org"


def event_data(meeting: Meeting, tenant: TenantInfo, language: str, url: str) -> Mapping[str, Any]:
    """What the page tells machines; nothing before the meeting has a time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return {}
    place = tenant.text(meeting.place, language)
    is_online = bool(meeting.link)
    told = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": tenant.text(meeting.title, language),
        "url": url,
        "startDate": _written(meeting, meeting.starts_at),
        "endDate": _written(meeting, meeting.ends_at - timedelta(microseconds=meeting.all_day)),
        "eventStatus": f"{_SCHEMA}/Event{'Cancelled' if meeting.state == 'cancelled' else 'Scheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}/{_attendance(is_online=is_online, has_place=bool(place))}",
        "organizer": {"@type": "Organization", "name": tenant.name_in(language)},
    }
    if place:
        told["location"] = {"@type": "Place", "name": place, "address": place}
    elif is_online:
        told["location"] = {"@type": "VirtualLocation", "url": url}
    return told


def _written(meeting: Meeting, moment: datetime) -> str:
    local = moment.astimezone(zone_of(meeting))
    return local.date().isoformat() if meeting.all_day else local.isoformat(timespec="minutes")


def _attendance(*, is_online: bool, has_place: bool) -> str:
    if is_online:
        return "MixedEventAttendanceMode" if has_place else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"
