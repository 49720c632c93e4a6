"""One guest in the console: what is known of them, and what the organiser does about it."""

import uuid
from collections.abc import Callable

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, interface_language, lazy_gettext as _l, notify, policy, public_url
from plugins.meeting.attending import accept, decline, invite_again, refuse, remove
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.guests import GUESTS, PILLS
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.correcting import TakenAddressError, correct_guest
from plugins.meeting.errors import MeetingError
from plugins.meeting.guest_answers import answers_in_words
from plugins.meeting.guest_queries import (
    REACHABLE,
    STATES,
    guest_of_meeting,
    link_names,
    same_person,
)
from plugins.meeting.hosting import put_back, seat_anyway
from plugins.meeting.invite_forms import CorrectionForm
from plugins.meeting.links import guest_token
from plugins.meeting.mail_words import number_in_line
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.same_guest import leave_to_mailbox
from plugins.meeting.state_words import GUEST_STATES
from plugins.meeting.telling import tell_guest


@blueprint.get("/<uuid:meeting_id>/guests/<uuid:guest_id>")
@policy("staff", permission=GUESTS)
def guest(meeting_id: uuid.UUID, guest_id: uuid.UUID) -> str:
    """What they said, who brought them, how they stand."""
    meeting, found = _found(meeting_id, guest_id)
    return render_template(
        "meeting/console/guest.html",
        meeting=meeting,
        guest=found,
        state=GUEST_STATES[found.state],
        pill=PILLS.get(found.state, ""),
        answers=answers_in_words(found, interface_language()),
        link=link_names([found.share_link_id]).get(found.share_link_id) if found.share_link_id else None,
        place=number_in_line(found) if found.state == "waiting" else 0,
        own_link=public_url(g.tenant, "meeting.guest", token=guest_token(found)),
        person_url=_person_url(found),
        twins=same_person(found),
        states=GUEST_STATES,
        steps=_steps_for(meeting, found),
        is_told=found.state in REACHABLE,
    )


@blueprint.post("/<uuid:meeting_id>/guests/<uuid:guest_id>/<step>")
@policy("staff", permission=GUESTS)
def change_guest(meeting_id: uuid.UUID, guest_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """One of `STEPS`."""
    meeting, found = _found(meeting_id, guest_id)
    take, _label = STEPS.get(step) or abort(404)
    try:
        take(meeting, found)
    except MeetingError:
        notify(_("The meeting has begun or is cancelled, so this can’t be changed any more."), kind="bad")
    return redirect(url_for("meeting_console.guest", meeting_id=meeting.id, guest_id=found.id))


@blueprint.route("/<uuid:meeting_id>/guests/<uuid:guest_id>/correct", methods=["GET", "POST"])
@policy("staff", permission=GUESTS)
def correct(meeting_id: uuid.UUID, guest_id: uuid.UUID) -> ResponseReturnValue:
    """Name and address, where they were written wrong."""
    meeting, found = _found(meeting_id, guest_id)
    form = CorrectionForm(obj=found)
    if form.validate_on_submit():
        try:
            is_moved = correct_guest(meeting, found, name=form.name.data or "", email=form.email.data or "")
        except TakenAddressError:
            form.email.errors = [_("Another guest of this meeting has this address.")]
        else:
            notify(_("Corrected. The mail goes to the new address.") if is_moved else _("Corrected."))
            return redirect(url_for("meeting_console.guest", meeting_id=meeting.id, guest_id=found.id))
    page = render_template("meeting/console/guest_correct.html", meeting=meeting, guest=found, form=form)
    return page, 422 if form.errors else 200


def _approve(meeting: Meeting, guest: Guest) -> None:
    accept(meeting, guest, approved=True)
    if guest.state == "waiting":
        notify(_("Every seat is taken, so %(name)s waits for one.", name=guest.name))
    else:
        notify(_("%(name)s is coming.", name=guest.name))


def _seat(meeting: Meeting, guest: Guest) -> None:
    seat_anyway(meeting, guest)
    notify(_("%(name)s has a seat.", name=guest.name))


def _decline(meeting: Meeting, guest: Guest) -> None:
    decline(meeting, guest)
    notify(_("%(name)s isn’t coming.", name=guest.name))


def _refuse(meeting: Meeting, guest: Guest) -> None:
    undo = _undo(meeting, guest)
    refuse(meeting, guest)
    notify(_("%(name)s is not approved and is told so.", name=guest.name), undo_url=undo)


def _remove(meeting: Meeting, guest: Guest) -> None:
    undo = _undo(meeting, guest)
    remove(meeting, guest)
    notify(_("%(name)s is off the list.", name=guest.name), undo_url=undo)


def _restore(meeting: Meeting, guest: Guest) -> None:
    state = request.args.get("to", "")
    put_back(meeting, guest, state if state in STATES else "invited")
    notify(_("%(name)s is back on the list.", name=guest.name))


def _again(meeting: Meeting, guest: Guest) -> None:
    invite_again(guest)
    leave_to_mailbox(meeting, guest)
    tell_guest(guest, again=True)
    notify(_("%(name)s is invited once more.", name=guest.name))


def _resend(meeting: Meeting, guest: Guest) -> None:
    leave_to_mailbox(meeting, guest)
    tell_guest(guest, again=True)
    notify(_("The link is on its way to %(email)s.", email=guest.email or ""))


def _new_link(_meeting: Meeting, guest: Guest) -> None:
    guest.link_number += 1
    notify(_("The links given out before are worthless now. Send the new one."))


Step = Callable[[Meeting, Guest], None]
STEPS: dict[str, tuple[Step, object]] = {
    "approve": (_approve, _l("Approve")),
    "coming": (_approve, _l("Is coming")),
    "seat": (_seat, _l("Give a seat all the same")),
    "refuse": (_refuse, _l("Don’t approve")),
    "decline": (_decline, _l("Isn’t coming")),
    "again": (_again, _l("Invite again")),
    "remove": (_remove, _l("Take off the list")),
    "restore": (_restore, ""),
    "resend": (_resend, _l("Send the link again")),
    "new-link": (_new_link, _l("Make old links worthless")),
}
FITTING = {
    "pending": ("approve", "refuse", "remove"),
    "waiting": ("seat", "decline", "remove"),
    "coming": ("decline", "remove"),
    "invited": ("coming", "decline", "remove"),
    "maybe": ("coming", "decline", "remove"),
    "declined": ("coming", "again", "remove"),
    "refused": ("again",),
    "removed": ("again",),
}
"""What is done with a guest in each state; the first is what an organiser most likely wants."""


def _steps_for(meeting: Meeting, guest: Guest) -> list[tuple[object, str]]:
    return [(STEPS[step][1], _step_url(meeting, guest, step)) for step in FITTING[guest.state]]


def _undo(meeting: Meeting, guest: Guest) -> str:
    return f"{_step_url(meeting, guest, 'restore')}?to={guest.state}"


def _step_url(meeting: Meeting, guest: Guest, step: str) -> str:
    return url_for("meeting_console.change_guest", meeting_id=meeting.id, guest_id=guest.id, step=step)


def _person_url(guest: Guest) -> str | None:
    endpoint = "people_console.person"
    if guest.person_id is None or not can_open(endpoint):
        return None
    return url_for(endpoint, person_id=guest.person_id)


def _found(meeting_id: uuid.UUID, guest_id: uuid.UUID) -> tuple[Meeting, Guest]:
    meeting = meeting_or_404(meeting_id)
    return meeting, guest_of_meeting(meeting, guest_id) or abort(404)
