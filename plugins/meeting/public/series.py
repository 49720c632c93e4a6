"""A series: one page, many dates, each to be registered for on its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, g, render_template

from hutong import count_visit, interface_language, ngettext, now, policy, public_url
from hutong.pages import changes_at, kept_page, prose
from plugins.meeting.models import Meeting, Series
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import is_over, public_meetings_of, series_by_code
from plugins.meeting.recurring import rule_in_words
from plugins.meeting.state_words import public_state
from plugins.meeting.structured import event_data
from plugins.meeting.when import Leaf, leaf_of, meeting_in_words, zone_in_words, zone_of

PAST = 20
"""Dates of the past that the page has below."""


@dataclass(frozen=True, slots=True)
class Line:
    """One date as the page shows it."""

    url: str
    title: str
    leaf: Leaf | None
    when: str
    zone: str
    place: str
    state: str
    seats: str
    is_open: bool
    is_off: bool


@blueprint.get("/series/<series_code>")
@policy("anyone")
def series(series_code: str) -> Response:
    """The next date large, the others below."""
    found = series_by_code(series_code) or abort(404)
    meetings = public_meetings_of(found)
    if not meetings:
        abort(404)
    count_visit(plugin="meeting", object_kind="series", object_id=found.id)
    figures = tuple(one.taken for one in meetings)
    return kept_page("meeting", "series", found.id, figures, draw=lambda: _draw(found, meetings))


def seats_left(meeting: Meeting) -> str:
    """How many seats are left, where they are counted and there is one."""
    if meeting.state != "open" or meeting.capacity is None or meeting.taken >= meeting.capacity:
        return ""
    if meeting.registration != "open" or not public_state(meeting)[1]:
        return ""
    return ngettext("%(num)s seat left", "%(num)s seats left", meeting.capacity - meeting.taken)


def _draw(series: Series, meetings: Sequence[Meeting]) -> str:
    language = interface_language()
    for one in meetings:
        changes_at(one.ends_at if one.ends_at and one.ends_at > now() else None)
    coming = [one for one in meetings if not is_over(one)]
    past = [one for one in meetings if is_over(one)][::-1][:PAST]
    lines = [_line(one) for one in coming]
    events = [event_data(one, g.tenant, language, line.url) for one, line in zip(coming, lines, strict=True)]
    return render_template(
        "meeting/series.html",
        series=series,
        title=g.tenant.text(series.title, language),
        text=prose(g.tenant.text(series.text, language)) if series.text else "",
        rule=rule_in_words(series.rule),
        first=next((line for line in lines if not line.is_off), None),
        lines=lines,
        past=[_line(one) for one in past],
        events=[event for event in events if event],
        address=public_url(g.tenant, "meeting.series", series_code=series.code, lang=None),
        messages=[],
    )


def _line(meeting: Meeting) -> Line:
    language = interface_language()
    state, is_open = public_state(meeting)
    return Line(
        url=public_url(g.tenant, "meeting.meeting", code=meeting.code),
        title=g.tenant.text(meeting.title, language),
        leaf=leaf_of(meeting),
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        place=g.tenant.text(meeting.place, language),
        state=state,
        seats=seats_left(meeting),
        is_open=is_open,
        is_off=meeting.state == "cancelled",
    )
