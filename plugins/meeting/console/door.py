"""The door on a phone: scan, type or tap a name. It all works without script as long as there is a line."""

import uuid
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, lazy_gettext as _l, notify, now, policy
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.door import Said, WalkIn, close_conflict, receive, undo
from plugins.meeting.door_forms import WalkInForm
from plugins.meeting.door_queries import (
    door_conflicts,
    door_counts,
    door_guests,
    guest_linked,
    guest_of,
    guests_called,
    latest_scans,
    list_is_kept,
    scan_of,
)
from plugins.meeting.door_words import Verdict, door_config, moment_at_door, verdict_of
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_by_ticket
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.state_words import GUEST_STATES

DOOR = "meeting.door"
TYPED_AT_MOST = 300

ROOMS.add("meeting_console.door", "scan", _l("Door"), order=40)


@in_hub(order=40)
def door_in_hub(meeting: Meeting) -> str:
    """Who is in, once somebody is."""
    counts = door_counts(meeting)
    if not counts.arrived:
        return ""
    return render_template("meeting/console/_door_counts.html", meeting=meeting, counts=counts, heading=True)


@blueprint.get("/<uuid:meeting_id>/door/")
@policy("staff", permission=DOOR)
def door(meeting_id: uuid.UUID) -> str:
    """The door: counts, scanner, conflicts, and who came last."""
    return _page(meeting_or_404(meeting_id))


@blueprint.post("/<uuid:meeting_id>/door/scan")
@policy("staff", permission=DOOR)
def door_scan(meeting_id: uuid.UUID) -> str:
    """A ticket was read or typed, or a name tapped. A name that is typed is looked for."""
    meeting = meeting_or_404(meeting_id)
    typed = request.form.get("q", "").strip()[:TYPED_AT_MOST]
    guest = _tapped(meeting) or guest_by_ticket(meeting, typed) or guest_linked(meeting, typed)
    if guest is None:
        found = guests_called(meeting, typed) if typed else []
        verdict = None if found or not typed else verdict_of(meeting, None)
        return _page(meeting, typed=typed, found=found, verdict=verdict)
    said = Said(_posted_id(), door_name(), now(), guest_id=guest.id, asks="anyway" not in request.form)
    heard = receive(meeting, [said], by=g.person.id)[said.id]
    return _page(meeting, verdict=verdict_of(meeting, heard, scan=scan_of(meeting, said.id)))


@blueprint.get("/<uuid:meeting_id>/door/list")
@policy("staff", permission=DOOR)
def door_list(meeting_id: uuid.UUID) -> str:
    """Everybody by name; a tap checks in."""
    meeting = meeting_or_404(meeting_id)
    typed = request.args.get("q", "").strip()[:TYPED_AT_MOST]
    guests = guests_called(meeting, typed) if typed else door_guests(meeting)
    return render_template("meeting/console/door_list.html", guests=guests, typed=typed, **_shown(meeting))


@blueprint.post("/<uuid:meeting_id>/door/scans/<uuid:scan_id>/undo")
@policy("staff", permission=DOOR)
def door_undo(meeting_id: uuid.UUID, scan_id: uuid.UUID) -> ResponseReturnValue:
    """It was somebody else: the ticket is free again."""
    meeting = meeting_or_404(meeting_id)
    undo(meeting, scan_of(meeting, scan_id) or abort(404))
    notify(_("Undone. The ticket can be scanned again."))
    return redirect(url_for("meeting_console.door", meeting_id=meeting.id, door=door_name()))


@blueprint.post("/<uuid:meeting_id>/door/scans/<uuid:scan_id>/seen")
@policy("staff", permission=DOOR)
def door_seen(meeting_id: uuid.UUID, scan_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody looked at a ticket that came in twice."""
    meeting = meeting_or_404(meeting_id, lock=True)
    close_conflict(scan_of(meeting, scan_id) or abort(404))
    return redirect(url_for("meeting_console.door", meeting_id=meeting.id, door=door_name()))


@blueprint.route("/<uuid:meeting_id>/door/walk-in", methods=["GET", "POST"])
@policy("staff", permission=DOOR)
def door_walk_in(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody came who is not on the list: a name is enough."""
    meeting = meeting_or_404(meeting_id)
    form = WalkInForm()
    if form.validate_on_submit():
        who = WalkIn(form.name.data, form.email.data or "", form.phone.data or "")
        said = Said(_posted_id(), door_name(), now(), walk_in=who)
        heard = receive(meeting, [said], by=g.person.id)[said.id]
        return _page(meeting, verdict=verdict_of(meeting, heard, scan=scan_of(meeting, said.id)))
    page = render_template("meeting/console/door_walk_in.html", form=form, **_shown(meeting))
    return page, 422 if form.errors else 200


def door_name() -> str:
    """What this door is called: as the phone says, else after who stands there."""
    named = request.values.get("door", "").strip() or g.person.name or _("Door")
    return str(named)[:40]


def _page(
    meeting: Meeting, *, typed: str = "", found: list[Guest] | None = None, verdict: Verdict | None = None
) -> str:
    return render_template(
        "meeting/console/door.html",
        counts=door_counts(meeting),
        conflicts=door_conflicts(meeting),
        latest=latest_scans(meeting),
        typed=typed,
        found=found or [],
        verdict=verdict,
        config=door_config(meeting, here=door_name(), keeps=list_is_kept(meeting)),
        **_shown(meeting),
    )


def _shown(meeting: Meeting) -> dict[str, Any]:
    """What all pages of the door show."""
    return {
        "meeting": meeting,
        "here": door_name(),
        "scan_id": uuid.uuid4(),
        "states": GUEST_STATES,
        "at_door": lambda moment: moment_at_door(meeting, moment),
    }


def _tapped(meeting: Meeting) -> Guest | None:
    named = _uuid(request.form.get("guest_id", ""))
    return guest_of(meeting, named) if named else None


def _posted_id() -> uuid.UUID:
    return _uuid(request.form.get("scan_id", "")) or uuid.uuid4()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
