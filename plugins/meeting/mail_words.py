"""What mails to a guest say of a meeting."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_

from hutong import TenantInfo, db, public_url
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.told import changes_since, told_time
from plugins.meeting.when import meeting_in_words, span_in_words, zone_in_words, zone_named, zone_of


def mail_words(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str) -> dict[str, Any]:
    """The context of every mail, in the language in force and by the guest's clock."""
    own = zone_named(guest.zone, meeting.zone) if guest.zone else zone_of(meeting)
    return {
        "shop": tenant.name_in(language),
        "title": tenant.text(meeting.title, language),
        "meeting": meeting,
        "guest": guest,
        "when": times_in_words(meeting, own),
        "place": tenant.text(meeting.place, language),
        "before": _before(tenant, guest, language, own),
        "changes": changes_since(meeting, guest),
        "number": number_in_line(guest) if guest.state == "waiting" else 0,
        "url": public_url(tenant, "meeting.guest", token=guest_token(guest)),
        "answers": {
            answer: public_url(tenant, "meeting.guest", token=guest_token(guest), answer=answer)
            for answer in ("yes", "maybe", "no")
        },
    }


def number_in_line(guest: Guest) -> int:
    """The guest's place in the waiting list, from 1."""
    earlier = select(func.count()).where(
        Guest.meeting_id == guest.meeting_id,
        Guest.state == "waiting",
        tuple_(Guest.queued_at, Guest.id) < tuple_(guest.queued_at, guest.id),
    )
    return (db.session.scalar(earlier) or 0) + 1


def times_in_words(meeting: Meeting, own: ZoneInfo) -> list[tuple[str, str]]:
    """The time with the name of its clock: the guest's first, then that of the meeting where it differs."""
    if meeting.starts_at is None or meeting.all_day:
        return [(meeting_in_words(meeting), "")]
    zones = [own, zone_of(meeting)]
    if own.key == meeting.zone or _offset(meeting.starts_at, own) == _offset(meeting.starts_at, zones[1]):
        zones = zones[1:]
    return [(meeting_in_words(meeting, zone), zone_in_words(zone)) for zone in zones]


def _offset(moment: datetime, zone: ZoneInfo) -> Any:
    return moment.astimezone(zone).utcoffset()


def _before(tenant: TenantInfo, guest: Guest, language: str, own: ZoneInfo) -> dict[str, str]:
    """What the guest knew: time and place in words."""
    facts, time = guest.told.get("facts") or {}, told_time(guest)
    if not facts:
        return {}
    zone = zone_named(facts["zone"]) if facts["all_day"] else own
    words = span_in_words(*time, zone, all_day=facts["all_day"]) if time else meeting_in_words(Meeting())
    return {
        "when": words,
        "place": tenant.text(facts["place"], language),
        "title": tenant.text(facts["title"], language),
    }
