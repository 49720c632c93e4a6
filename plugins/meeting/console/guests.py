"""The guests of a meeting: the list, who waits for approval, which link brought whom, the table."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, lazy_gettext as _l, ngettext, notify, permitted, policy
from hutong.exports import send_in_portions
from plugins.meeting.attending import accept, refuse
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.errors import MeetingError
from plugins.meeting.exporting import Table
from plugins.meeting.guest_queries import (
    PAGE,
    STATES,
    GuestFilter,
    brought_by_links,
    guests_by_id,
    link_names,
    listed_count,
    listed_guests,
    told_counts,
    unmailed_count,
)
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.queries import guest_counts, has_begun
from plugins.meeting.reminding import undecided_counts
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.state_words import GUEST_STATES

GUESTS = "meeting.guests"
AT_ONCE = 500
"""Guests who are approved by one press; each is a mail and perhaps a seat."""
PILLS = {"coming": "open", "pending": "new", "waiting": "new", "refused": "off", "removed": "off"}
ROOMS.add("meeting_console.guests", "people", _l("Guests"), order=20)


@in_hub(order=20)
def approval_in_hub(meeting: Meeting) -> str:
    """Who waits for approval, where anybody does."""
    wanted = GuestFilter(state="pending")
    count = listed_count(meeting, wanted) if permitted(GUESTS) else 0
    if not count:
        return ""
    return render_template(
        "meeting/console/_approval.html",
        count=count,
        names=[guest.name for guest in listed_guests(meeting, wanted, most=3)],
        url=_address(meeting, wanted),
    )


@blueprint.get("/<uuid:meeting_id>/guests")
@policy("staff", permission=GUESTS)
def guests(meeting_id: uuid.UUID) -> str:
    """Who is invited, who comes, who waits: by state, by a word, by link."""
    meeting = meeting_or_404(meeting_id)
    wanted = _asked_for()
    count = listed_count(meeting, wanted)
    pages = max(-(-count // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    counts = guest_counts(meeting)
    return render_template(
        "meeting/console/guests.html",
        meeting=meeting,
        guests=listed_guests(meeting, wanted, page),
        counts=counts,
        total=sum(counts.values()),
        is_closed=meeting.state == "cancelled" or has_begun(meeting),
        wanted=wanted,
        page=page,
        pages=pages,
        chips=_chips(meeting, wanted, counts, unmailed_count(meeting)),
        told=told_counts(meeting),
        states=GUEST_STATES,
        pills=PILLS,
        brought=brought_by_links(meeting),
        undecided=undecided_counts(meeting),
        link_name=link_names([wanted.link_id]).get(wanted.link_id) if wanted.link_id else None,
        address=lambda number: _address(meeting, wanted, page=number if number > 1 else None),
    )


@blueprint.post("/<uuid:meeting_id>/guests/approve")
@policy("staff", permission=GUESTS)
def approve_guests(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Let in, or turn down, those who are ticked; or everybody who waits for approval."""
    meeting = meeting_or_404(meeting_id)
    chosen = _chosen(meeting)
    if request.form.get("step") == "refuse":
        for guest in chosen:
            refuse(meeting, guest)
        notify(ngettext("%(num)s not approved.", "%(num)s not approved.", len(chosen)))
        return redirect(url_for("meeting_console.guests", meeting_id=meeting.id, state="pending"))
    try:
        for guest in chosen:
            accept(meeting, guest, approved=True)
    except MeetingError:
        notify(_("The meeting has begun or is cancelled, so nobody can be approved any more."), kind="bad")
    else:
        notify(_approved(chosen))
    return redirect(url_for("meeting_console.guests", meeting_id=meeting.id, state="pending"))


@blueprint.get("/<uuid:meeting_id>/guests.csv")
@policy("staff", permission=GUESTS)
def guests_csv(meeting_id: uuid.UUID) -> Response:
    """Every guest as a row, sent while it is read."""
    meeting = meeting_or_404(meeting_id)
    table = Table.of(meeting, interface_language(), g.tenant.zone)
    name = f"{g.tenant.slug}-{meeting.code}-guests.csv"
    return send_in_portions(table.head(), table.portion, name=name, mimetype="text/csv")


def _asked_for() -> GuestFilter:
    state = request.args.get("state", "")
    return GuestFilter(
        state=state if state in STATES else "",
        typed=request.args.get("q", "").strip()[:60],
        link_id=request.args.get("link", type=uuid.UUID),
        unmailed=request.args.get("unmailed") == "1",
    )


def _chosen(meeting: Meeting) -> Sequence[Guest]:
    """The ticked guests who still wait for approval; with `everybody`, all of them."""
    if request.form.get("everybody"):
        return listed_guests(meeting, GuestFilter(state="pending"), most=AT_ONCE)
    ids = request.form.getlist("guest", type=uuid.UUID)[:AT_ONCE]
    return [guest for guest in guests_by_id(meeting, ids) if guest.state == "pending"]


def _approved(chosen: Sequence[Guest]) -> str:
    if not chosen:
        return _("Nobody was ticked.")
    waiting = sum(guest.state == "waiting" for guest in chosen)
    said = ngettext("%(num)s approved.", "%(num)s approved.", len(chosen))
    if waiting:
        more = ngettext("%(num)s of them waits for a seat.", "%(num)s of them wait for a seat.", waiting)
        return f"{said} {more}" if interface_language() != "zh" else f"{said}{more}"
    return said


def _chips(
    meeting: Meeting, wanted: GuestFilter, counts: dict[str, int], unmailed: int
) -> list[dict[str, object]]:
    """All, and each state that anybody is in."""
    plain = GuestFilter(typed=wanted.typed)
    choices = [(plain, _("All"), sum(counts.values()))]
    choices += [
        (replace(plain, state=state), str(GUEST_STATES[state]), counts[state])
        for state in STATES
        if state in counts
    ]
    if unmailed:
        choices.append((replace(plain, unmailed=True), _("Without e-mail"), unmailed))
    return [
        {
            "url": _address(meeting, chosen),
            "label": f"{label} {count}",
            "current": (chosen.state, chosen.unmailed) == (wanted.state, wanted.unmailed)
            and not wanted.link_id,
        }
        for chosen, label, count in choices
    ]


def _address(meeting: Meeting, wanted: GuestFilter, page: int | None = None) -> str:
    return url_for(
        "meeting_console.guests",
        meeting_id=meeting.id,
        state=wanted.state or None,
        q=wanted.typed or None,
        link=wanted.link_id,
        unmailed=1 if wanted.unmailed else None,
        page=page,
    )
