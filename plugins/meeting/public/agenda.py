"""The timetable on a phone, the speakers' page, and what there is to read."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from hutong import day, interface_language, now, policy
from hutong.pages import changes_at
from hutong.photos import photos_by_code
from plugins.meeting.agenda_queries import (
    Point,
    agenda_of,
    days_of,
    is_now,
    material_by_code,
    materials_of,
    open_material,
    speakers_of,
)
from plugins.meeting.handing_out import handed_out
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.reading import may_read, readable
from plugins.meeting.sections import on_page, on_ticket
from plugins.meeting.when import clock_span, zone_in_words, zone_of

ON_PAGE = 6
"""So many points stand on the meeting's own page; more have a page of theirs."""


@blueprint.get("/<code>/agenda")
@policy("anyone")
def agenda(code: str) -> str:
    """The whole timetable; one room of several, if asked for."""
    meeting = meeting_or_404(code)
    points = agenda_of(meeting) or abort(404)
    rooms = rooms_of(points)
    room = request.args.get("room", "")
    shown = [point for point in points if not room or _room(point) == room]
    return render_template(
        "meeting/agenda.html",
        meeting=meeting,
        rooms=rooms if len(rooms) > 1 else [],
        room=room,
        zone=zone_in_words(zone_of(meeting)),
        **timetable(meeting, shown),
    )


@blueprint.get("/<code>/speakers")
@policy("anyone")
def speakers(code: str) -> str:
    """Who speaks, and about what."""
    meeting = meeting_or_404(code)
    found = speakers_of(meeting) or abort(404)
    points = agenda_of(meeting)
    talks = {one.id: [point.item for point in points if one in point.speakers] for one in found}
    return render_template(
        "meeting/speakers.html",
        meeting=meeting,
        speakers=found,
        talks=talks,
        photos=photos_by_code(one.photo for one in found),
        clock=lambda item: clock_span(item.starts_at, item.ends_at, zone_of(meeting)),
        day_of=lambda item: day(item.starts_at.astimezone(zone_of(meeting))) if item.starts_at else "",
    )


@blueprint.get("/materials/<material_code>")
@policy("anyone")
def material(material_code: str) -> ResponseReturnValue:
    """A file that everybody may read."""
    found = open_material(material_code)
    return handed_out(found) if found is not None and may_read(found, None) else abort(404)


@blueprint.get("/g/<token>/materials/<material_code>")
@policy("token")
def guest_material(token: str, material_code: str) -> ResponseReturnValue:
    """A file that this guest may read."""
    guest, meeting = guest_or_404(token)
    found = material_by_code(meeting, material_code)
    return handed_out(found) if found is not None and may_read(found, guest) else abort(404)


@blueprint.get("/g/<token>/agenda")
@policy("token")
def guest_agenda(token: str) -> Response:
    """The timetable with all that this guest may read."""
    guest, meeting = guest_or_404(token)
    points = agenda_of(meeting)
    page = render_template(
        "meeting/agenda.html",
        meeting=meeting,
        token=token,
        rooms=[],
        room="",
        zone=zone_in_words(zone_of(meeting)),
        **timetable(meeting, points, guest),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@on_page(30)
def agenda_piece(meeting: Meeting) -> str:
    """The first points, who speaks, and what everybody may read."""
    points, found = agenda_of(meeting), speakers_of(meeting)
    everything = timetable(meeting, points)
    if not points and not found and not everything["general"]:
        return ""
    return render_template(
        "meeting/_agenda.html",
        meeting=meeting,
        more=len(points) > ON_PAGE,
        speakers=found,
        photos=photos_by_code(one.photo for one in found),
        **everything | {"days": _first_days(everything["days"], ON_PAGE)},
    )


@on_ticket(30)
def ticket_piece(meeting: Meeting, guest: Guest) -> str:
    """The way to the agenda and to what this guest may read."""
    reads = readable(materials_of(meeting), guest)
    has_points = bool(agenda_of(meeting))
    if not reads and not has_points:
        return ""
    return render_template("meeting/_guest_agenda.html", meeting=meeting, reads=reads, has_points=has_points)


def rooms_of(points: Sequence[Point]) -> Sequence[str]:
    """The rooms, in the order in which they are used."""
    return list(dict.fromkeys(room for point in points if (room := _room(point))))


def timetable(meeting: Meeting, points: Sequence[Point], guest: Guest | None = None) -> dict[str, Any]:
    """What ``_timetable.html`` draws; pages that are kept are made anew when a point begins or ends."""
    zone, at = zone_of(meeting), now()
    for point in points:
        for moment in (point.item.starts_at, point.item.ends_at):
            if moment is not None and moment > at:
                changes_at(moment)
    return {
        "days": [(one.date and day(one.date), one.points) for one in days_of(points, zone)],
        "clock": lambda item: clock_span(item.starts_at, item.ends_at, zone),
        "is_now": lambda item: is_now(item, at),
        "reads": lambda point: readable(point.materials, guest),
        "general": readable([one for one in materials_of(meeting) if one.item_id is None], guest),
    }


def _first_days(days: Sequence[tuple[Any, Sequence[Point]]], most: int) -> list[tuple[Any, Sequence[Point]]]:
    """The first points, in their days."""
    first: list[tuple[Any, Sequence[Point]]] = []
    for name, points in days:
        if most > 0:
            first.append((name, points[:most]))
        most -= len(points)
    return first


def _room(point: Point) -> str:
    return str(g.tenant.text(point.item.room, interface_language()))
