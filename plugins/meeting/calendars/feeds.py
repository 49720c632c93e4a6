"""Calendars that are fetched again and again: a tenant's, a guest's; and single ones to take along."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from icalendar import Event
from sqlalchemy import select

from hutong import TenantInfo, db, gettext as _, now, public_url
from hutong.pages import changes_at
from plugins.meeting.calendars.events import Words, event_of, rule_of
from plugins.meeting.calendars.invitations import own_words
from plugins.meeting.calendars.objects import calendar_text
from plugins.meeting.calendars.recurring import series_events
from plugins.meeting.models import Guest, Meeting, Series
from plugins.meeting.queries import public_meetings_of
from plugins.meeting.same_guest import rows_of

PAST = timedelta(days=90)
"""How long ago a meeting may have ended that calendars still show."""


def tenant_feed(tenant: TenantInfo, language: str) -> str:
    """The meetings that the public list shows, the latest of those that are over, and what was called off."""
    found = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.state.in_(("open", "cancelled")),
            Meeting.listed,
            Meeting.deleted_at.is_(None),
            Meeting.ends_at > now() - PAST,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    for one in found:
        changes_at(one.ends_at + PAST if one.ends_at else None)
    return calendar_text(
        _public_events(tenant, language, found),
        name=tenant.name_in(language),
        address=public_url(tenant, "meeting.feed"),
    )


def meeting_calendar(tenant: TenantInfo, meeting: Meeting, language: str) -> str:
    """One meeting that has a time."""
    return calendar_text([event_of(meeting, _words(tenant, meeting, language))])


def guest_calendar(tenant: TenantInfo, meeting: Meeting, guest: Guest, language: str) -> str:
    """One meeting that has a time, as it is mailed to this guest, but to nobody by name."""
    sequence = max(meeting.sequence, guest.mailed_sequence)
    return calendar_text([event_of(meeting, own_words(tenant, meeting, guest, language), sequence=sequence)])


def series_calendar(tenant: TenantInfo, series: Series, language: str) -> str:
    """All meetings of a series that its page shows and that have a time."""
    shown = [one for one in public_meetings_of(series) if one.starts_at]
    return calendar_text(
        _public_events(tenant, language, shown),
        name=tenant.text(series.title, language),
        address=public_url(tenant, "meeting.series_calendar_file", series_code=series.code),
    )


def guest_feed(tenant: TenantInfo, guest: Guest, language: str, address: str) -> str:
    """What the guest is coming to, of all meetings of this tenant, each with their link.

    Other meetings stand in it where the address is proved (`same_guest.py`): whoever registers with somebody
    else's, or a friend on their own phone, is shown nothing of theirs.
    """
    events = []
    for meeting, own in _places_of(guest):
        event = event_of(meeting, own_words(tenant, meeting, own, language))
        events.append(event)
    name = _("%(name)s at %(shop)s", name=guest.name, shop=tenant.name_in(language))
    return calendar_text(events, name=name, address=address)


def _places_of(guest: Guest) -> Sequence[tuple[Meeting, Guest]]:
    rows = db.session.execute(
        select(Meeting, Guest)
        .join(Guest, Guest.meeting_id == Meeting.id)
        .where(
            rows_of(guest),
            Guest.state == "coming",
            Meeting.state == "open",
            Meeting.deleted_at.is_(None),
            Meeting.ends_at > now() - PAST,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [(meeting, own) for meeting, own in rows]


def _public_events(tenant: TenantInfo, language: str, meetings: Iterable[Meeting]) -> Iterator[Event]:
    """Those of series together, where the first of them stands."""
    done: set[uuid.UUID] = set()
    for meeting in meetings:
        series = rule_of(meeting)
        if series is None:
            yield event_of(meeting, _words(tenant, meeting, language))
        elif series.id not in done:
            done.add(series.id)
            yield from _series(tenant, series, language)


def _series(tenant: TenantInfo, series: Series, language: str) -> list[Event]:
    """The series as a whole, as far as it is listed, and not only what is near: its name stands once."""
    events = series_events(series, public_meetings_of(series), lambda one: _words(tenant, one, language))
    for event in events:
        if "rrule" in event:
            event.pop("url")
            event.add("url", public_url(tenant, "meeting.series", series_code=series.code))
    return events


def _words(tenant: TenantInfo, meeting: Meeting, language: str) -> Words:
    return Words.of(tenant, meeting, language, public_url(tenant, "meeting.meeting", code=meeting.code))
