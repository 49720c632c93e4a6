"""One meeting in the console: what to do next, how it stands, its rooms; publishing, calling off, copying."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    can_open,
    gettext as _,
    interface_language,
    links_of,
    ngettext,
    notify,
    now,
    policy,
    public_url,
    share_address,
)
from hutong.pages import qr_svg
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.errors import NoTimeError
from plugins.meeting.forms import CancelForm
from plugins.meeting.models import Meeting
from plugins.meeting.operations import cancel_meeting, copy_meeting, publish_meeting
from plugins.meeting.poll_queries import has_dates
from plugins.meeting.queries import guest_counts, has_begun, is_over, meeting_by_id, series_by_id
from plugins.meeting.repeating import cancel_later, later_ones
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.state_words import state_pill
from plugins.meeting.told import CONCERNED
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next: a sentence or two, the door, and a quiet way beside it."""

    title: str
    text: str
    label: str
    icon: str
    url: str = ""
    post: str = ""
    beside: tuple[str, str, str] | None = None


def meeting_or_404(meeting_id: uuid.UUID, *, lock: bool = False) -> Meeting:
    """The meeting of an address; `lock` before a change."""
    return meeting_by_id(meeting_id, lock=lock) or abort(404)


@blueprint.get("/<uuid:meeting_id>/")
@policy("staff")
def hub(meeting_id: uuid.UUID) -> str:
    """What is next, how it stands, and where to go from here."""
    meeting = meeting_or_404(meeting_id)
    link = next(iter(links_of(meeting.id)), None)
    address = share_address(g.tenant, link) if link else ""
    series = series_by_id(meeting.series_id) if meeting.series_id else None
    return render_template(
        "meeting/console/hub.html",
        meeting=meeting,
        when=meeting_in_words(meeting),
        zone=zone_in_words(zone_of(meeting)),
        pill=state_pill(meeting),
        step=next_step(meeting),
        figures=_figures(meeting, guest_counts(meeting)),
        rooms=ROOMS.open_rooms(),
        pieces=in_hub.drawn(meeting),
        series=series,
        page_url=public_url(g.tenant, "meeting.meeting", code=meeting.code),
        address=address,
        code=qr_svg(address, _("Code that leads to this meeting")) if address else "",
        is_over=is_over(meeting),
    )


@blueprint.post("/<uuid:meeting_id>/publish")
@policy("staff", permission=ORGANISE)
def publish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put it on the public side, or take it up again after it was cancelled."""
    meeting = meeting_or_404(meeting_id, lock=True)
    was_cancelled = meeting.state == "cancelled"
    try:
        publish_meeting(meeting)
    except NoTimeError:
        notify(_("It has no date yet. Set one, or let people vote."))
        return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))
    if was_cancelled:
        notify(_("It takes place again. Who was told of the cancelling is told of this too."))
    else:
        notify(_("It’s open. Share the link."))
    return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))


@blueprint.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@policy("staff", permission=ORGANISE)
def cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What calling it off does, and a word of why; then it is done, and guests are told."""
    meeting = meeting_or_404(meeting_id, lock=request.method == "POST")
    form, later = CancelForm(), later_ones(meeting)
    if form.validate_on_submit():
        note = (form.note.data or "").strip()
        cancel_meeting(meeting, note=note)
        if form.later.data:
            cancel_later(later, note=note)
        notify(_("It’s cancelled. Everybody who was invited is told."))
        return redirect(url_for("meeting_console.hub", meeting_id=meeting.id))
    page = render_template(
        "meeting/console/cancel.html",
        meeting=meeting,
        form=form,
        later=len(later),
        told=told_count(meeting),
        title=g.tenant.text(meeting.title, interface_language()),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:meeting_id>/copy")
@policy("staff", permission=ORGANISE)
def copy(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The same again, as a draft a week later."""
    made = copy_meeting(meeting_or_404(meeting_id), by=g.person.id)
    notify(_("The same again, as a draft. Look at the day."))
    return redirect(url_for("meeting_console.settings", meeting_id=made.id))


def told_count(meeting: Meeting) -> int:
    """Guests who hear of a change."""
    return sum(count for state, count in guest_counts(meeting).items() if state in CONCERNED)


def next_step(meeting: Meeting) -> Step | None:
    """The one thing to do now."""
    here: dict[str, Any] = {"meeting_id": meeting.id}
    publish_url = url_for("meeting_console.publish", **here)
    if meeting.state == "cancelled":
        text = meeting.cancel_note or _("Its page and its links say so.")
        if is_over(meeting):
            return None
        return Step(_("It’s cancelled"), text, _("Take it up again"), "undo", post=publish_url)
    if meeting.starts_at is None and not has_dates(meeting):
        return _to_a_date(here)
    if meeting.state == "draft":
        text = _(
            "Nobody sees it yet. Once it’s published there is a page to share, and guests can be invited."
        )
        look = (_("See it as guests will"), url_for("meeting_console.preview", **here), "eye")
        return Step(_("Ready?"), text, _("Publish it"), "play", post=publish_url, beside=look)
    if is_over(meeting):
        return _to_room(
            60, here, _("It’s over"), _("What was decided, and who does what?"), _("Write the minutes")
        )
    if has_begun(meeting) or _is_today(meeting):
        title = _("It’s on now") if has_begun(meeting) else _("It’s today")
        door = _to_room(40, here, title, _("Let guests in by their codes."), _("Go to the door"))
        return door or _to_share(meeting)
    return _to_share(meeting)


def _to_a_date(here: dict[str, Any]) -> Step:
    poll, settings = ROOMS.at(10), url_for("meeting_console.settings", **here)
    title, text = _("When is it?"), _("Set a time, or suggest a few and let people vote.")
    if poll is None:
        return Step(title, text, _("Set a time"), "clock", settings)
    beside = (_("Set a time"), settings, "clock")
    return Step(title, text, _("Let people vote"), poll.icon, url_for(poll.endpoint, **here), beside=beside)


def _to_room(order: int, here: dict[str, Any], title: str, text: str, label: str) -> Step | None:
    room = ROOMS.at(order)
    if room is None:
        return None
    live = ROOMS.at(50) if order == 40 else None
    beside = (str(live.label), url_for(live.endpoint, **here), live.icon) if live else None
    return Step(title, text, label, room.icon, url_for(room.endpoint, **here), beside=beside)


def _to_share(meeting: Meeting) -> Step | None:
    if not can_open("sharing_console.target"):
        return None
    title, text = _("It’s open"), _("Send the link, hang up the code, or invite people by name.")
    if meeting.starts_at is None:
        title, text = _("People are voting"), _("Send the link to everybody who should have a say.")
    guests = ROOMS.at(20)
    beside = (_("Invite"), url_for(guests.endpoint, meeting_id=meeting.id), "invite") if guests else None
    share = url_for("sharing_console.target", object_id=meeting.id)
    return Step(title, text, _("Share"), "share", share, beside=beside)


def _is_today(meeting: Meeting) -> bool:
    zone = zone_of(meeting)
    return (
        meeting.starts_at is not None
        and meeting.starts_at.astimezone(zone).date() == now().astimezone(zone).date()
    )


def _figures(meeting: Meeting, counts: dict[str, int]) -> list[tuple[int, str]]:
    coming = counts.get("coming", 0)
    seats = (
        ngettext("coming, of %(num)s seat", "coming, of %(num)s seats", meeting.capacity)
        if meeting.capacity
        else _("coming")
    )
    rest = [
        (counts.get("pending", 0), _("to be approved")),
        (counts.get("waiting", 0), _("on the waiting list")),
        (counts.get("invited", 0), _("have not answered")),
        (counts.get("declined", 0), _("can’t come")),
        (counts.get("maybe", 0), _("maybe")),
    ]
    return [(coming, seats), *[(count, words) for count, words in rest if count][:2]]
