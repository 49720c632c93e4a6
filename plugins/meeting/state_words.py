"""How a meeting and a guest stand, in a word."""

from hutong import gettext as _, lazy_gettext as _l, now
from hutong.pages import changes_at
from plugins.meeting.models import Meeting
from plugins.meeting.queries import has_begun, is_over
from plugins.meeting.seats import is_full

GUEST_STATES = {
    "invited": _l("No answer yet"),
    "maybe": _l("Maybe"),
    "declined": _l("Not coming"),
    "pending": _l("To be approved"),
    "waiting": _l("Waiting list"),
    "coming": _l("Coming"),
    "refused": _l("Not approved"),
    "removed": _l("Taken off the list"),
}


def state_pill(meeting: Meeting) -> tuple[str, str]:
    """A word for its state, and the kind of pill it stands in."""
    if meeting.state == "draft":
        return _("Draft"), ""
    if meeting.state == "cancelled":
        return _("Cancelled"), "off"
    if meeting.starts_at is None:
        return _("Finding a date"), "new"
    if is_over(meeting):
        return _("Ended"), ""
    if has_begun(meeting):
        return _("Now"), "new"
    return (_("Full"), "new") if is_full(meeting) else (_("Open"), "open")


def public_state(meeting: Meeting) -> tuple[str, bool]:
    """How it stands for a guest, in a line, and whether they can still get in.

    Names the moments at which the line changes, for a page that is kept.
    """
    for moment in (meeting.closes_at, meeting.starts_at, meeting.ends_at):
        if moment is not None and moment > now():
            changes_at(moment)
    if meeting.state == "cancelled":
        return _("Cancelled"), False
    if meeting.starts_at is None:
        return _("The date is still open"), True
    if is_over(meeting):
        return _("This meeting is over"), False
    if has_begun(meeting):
        return _("It’s on now"), True
    return _before(meeting)


def _before(meeting: Meeting) -> tuple[str, bool]:
    if meeting.registration == "invited":
        return _("For invited guests"), True
    if meeting.registration == "off":
        return _("Just come: no registration needed"), True
    if meeting.closes_at is not None and meeting.closes_at <= now():
        return _("Registration has closed"), False
    if is_full(meeting):
        return _("Full: there is a waiting list"), False
    return _("Registration is open"), True
