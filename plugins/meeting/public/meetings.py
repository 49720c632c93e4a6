"""What is coming, and the page of one meeting."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, g, render_template, url_for

from hutong import count_visit, interface_language, policy, public_url
from hutong.pages import changes_at, kept_page, prose
from plugins.meeting.models import Meeting, Series
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.queries import (
    coming_figures,
    coming_meetings,
    meeting_by_code,
    one_of_each,
    past_meetings,
    public_meetings_of,
    series_by_id,
    series_by_ids,
)
from plugins.meeting.sections import on_page
from plugins.meeting.state_words import public_state
from plugins.meeting.structured import event_data
from plugins.meeting.when import leaf_of, meeting_in_words, zone_in_words, zone_of


@blueprint.get("/")
@policy("anyone")
def index() -> Response:
    """What is coming, and what was."""
    return kept_page("meeting", "index", tuple(coming_figures()), draw=_draw_index)


@blueprint.get("/<code>")
@policy("anyone")
def meeting(code: str) -> Response:
    """One meeting: when, where, what about; and what one can do."""
    found = meeting_or_404(code)
    count_visit(plugin="meeting", object_kind="meeting", object_id=found.id)
    return kept_page("meeting", "meeting", found.id, found.taken, draw=lambda: draw_meeting(found))


def draw_meeting(meeting: Meeting, **layout: Any) -> str:
    """The page of one meeting; `layout` is for the frame around it."""
    language = interface_language()
    address = public_url(g.tenant, "meeting.meeting", code=meeting.code, lang=None)
    state, is_open = public_state(meeting)
    series = series_by_id(meeting.series_id) if meeting.series_id else None
    return render_template(
        "meeting/meeting.html",
        meeting=meeting,
        title=g.tenant.text(meeting.title, language),
        leaf=leaf_of(meeting),
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        state=state,
        is_open=is_open,
        address=address,
        event=event_data(meeting, g.tenant, language, address),
        series=series,
        dates=len(public_meetings_of(series)) if series else 0,
        pieces=on_page.drawn(meeting),
        **{"messages": []} | layout,
    )


@on_page(order=25)
def about(meeting: Meeting) -> str:
    """What it is about, in the organiser's words."""
    if not meeting.text:
        return ""
    return render_template(
        "meeting/_about.html", text=prose(g.tenant.text(meeting.text, interface_language()))
    )


def meeting_or_404(code: str) -> Meeting:
    """The published meeting of an address."""
    return meeting_by_code(code) or abort(404)


def lines_of(meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Meetings as a list shows them: each with leaf, time and how it stands; of a series the next."""
    for one in meetings:
        changes_at(one.ends_at)
    series = series_by_ids({one.series_id for one in meetings if one.series_id})
    return [_line(one, more, series) for one, more in one_of_each(meetings)]


def _line(meeting: Meeting, more: int, series: Mapping[uuid.UUID, Series]) -> dict[str, Any]:
    found = series.get(meeting.series_id) if meeting.series_id and more else None
    return {
        "meeting": meeting,
        "leaf": leaf_of(meeting),
        "when": meeting_in_words(meeting),
        "state": public_state(meeting)[0],
        "more": more if found else 0,
        "url": url_for("meeting.series", series_code=found.code)
        if found
        else url_for("meeting.meeting", code=meeting.code),
    }


def _draw_index() -> str:
    return render_template(
        "meeting/index.html",
        lines=lines_of(coming_meetings()),
        past=[(one, meeting_in_words(one)) for one in past_meetings()],
        messages=[],
    )
