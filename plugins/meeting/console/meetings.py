"""All meetings, a new one, and the bin."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, local_time, moment_of, ngettext, notify, now, policy
from hutong.people import Person
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.forms import DAY, NewMeetingForm, new_meeting_form
from plugins.meeting.models import Meeting
from plugins.meeting.operations import bin_meeting, create_meeting, restore_meeting
from plugins.meeting.queries import (
    all_series,
    binned_meeting,
    binned_meetings,
    count_behind,
    count_binned,
    is_over,
    meeting_by_id,
    meetings_ahead,
    meetings_behind,
    one_of_each,
)
from plugins.meeting.sections import ROOMS
from plugins.meeting.state_words import state_pill
from plugins.meeting.when import Leaf, leaf_of, meeting_in_words

ORGANISE = "meeting.organise"
USUAL_HOUR = 14
A_PAGE = 30
"""Meetings of the past on one page."""


@blueprint.get("/")
@policy("staff")
def index() -> str:
    """Every meeting with its time and how it stands: what is coming, then what was."""
    pages = max(1, -(-count_behind() // A_PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "meeting/console/index.html",
        coming=[_line(one, more) for one, more in one_of_each(meetings_ahead())],
        past=[_line(one) for one in meetings_behind(A_PAGE, (page - 1) * A_PAGE)],
        page=page,
        pages=pages,
        series=all_series(),
        binned=count_binned(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def new_meeting() -> ResponseReturnValue:
    """Three things, and it is there as a draft."""
    form = new_meeting_form(g.tenant.languages)(data={"starts_at": _usual_start(), "minutes": 60})
    if form.validate_on_submit():
        values: dict[str, Any] = form.texts() | _values(form)
        person: Person = g.person
        meeting = create_meeting(by=person.id, **values)
        room = ROOMS.at(10) if form.polls.data else None
        return redirect(url_for(room.endpoint if room else "meeting_console.hub", meeting_id=meeting.id))
    page = render_template("meeting/console/new.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:meeting_id>/bin")
@policy("staff", permission=ORGANISE)
def bin_one(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with an undo; one that people count on is called off first, and they are told."""
    meeting = meeting_by_id(meeting_id, lock=True) or abort(404)
    if meeting.state == "open" and not is_over(meeting):
        return redirect(url_for("meeting_console.cancel", meeting_id=meeting.id))
    bin_meeting(meeting)
    undo = url_for("meeting_console.restore_one", meeting_id=meeting.id)
    notify(_("Moved to the bin."), undo_url=undo)
    return redirect(url_for("meeting_console.index"))


@blueprint.get("/bin")
@policy("staff", permission=ORGANISE)
def meetings_bin() -> str:
    """What was thrown away."""
    lines = [
        {
            "title": g.tenant.text(one.title, interface_language()),
            "meta": meeting_in_words(one),
            "restore": url_for("meeting_console.restore_one", meeting_id=one.id),
            "forget": None,
        }
        for one in binned_meetings()
    ]
    return render_template("meeting/console/bin.html", lines=lines)


@blueprint.post("/<uuid:meeting_id>/restore")
@policy("staff", permission=ORGANISE)
def restore_one(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin."""
    meeting = binned_meeting(meeting_id) or abort(404)
    restore_meeting(meeting)
    notify(_("It’s back."))
    return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))


def all_day_span(first: datetime, last: datetime, zone: Any) -> tuple[datetime, datetime]:
    """Midnight of the first day and the midnight after the last, in UTC."""
    days = (first.astimezone(zone).date(), last.astimezone(zone).date() + timedelta(days=1))
    starts_at, ends_at = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in days)
    return starts_at, ends_at


def _line(meeting: Meeting, more: int = 0) -> tuple[Meeting, Leaf | None, str, tuple[str, str]]:
    when = meeting_in_words(meeting)
    if more:
        when += " · " + ngettext("and %(num)s more date", "and %(num)s more dates", more)
    return meeting, leaf_of(meeting), when, state_pill(meeting)


def _usual_start() -> datetime:
    """Tomorrow in the afternoon by the tenant's clock."""
    tomorrow = local_time(now(), g.tenant.zone) + timedelta(days=1)
    return moment_of(tomorrow.replace(hour=USUAL_HOUR, minute=0), g.tenant.zone)


def _values(form: NewMeetingForm) -> dict[str, Any]:
    values = {"zone": g.tenant.zone.key, "capacity": form.capacity.data}
    starts_at, ends_at = form.starts_at.data, form.ends_at.data
    if form.polls.data or starts_at is None:
        return values
    if form.minutes.data != DAY:
        ends_at = ends_at or starts_at + timedelta(minutes=form.minutes.data)
        return values | {"starts_at": starts_at, "ends_at": ends_at}
    first, last = all_day_span(starts_at, ends_at or starts_at, g.tenant.zone)
    return values | {"starts_at": first, "ends_at": last, "all_day": True}
