"""How a meeting and a guest stand, in a word."""

from hutong import gettext as _, lazy_gettext as _l
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
        return _("Over"), ""
    if has_begun(meeting):
        return _("Now"), "new"
    return (_("Full"), "new") if is_full(meeting) else (_("Open"), "open")
