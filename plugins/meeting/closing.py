"""Whether one can register for a meeting: until when, and in honest words why not."""

from datetime import datetime

from hutong import day_and_time, gettext as _, now
from hutong.pages import changes_at
from plugins.meeting.models import Meeting
from plugins.meeting.queries import has_begun, is_over
from plugins.meeting.when import zone_of


def registers_until(meeting: Meeting) -> datetime | None:
    """From when on nobody registers: as the organiser says, at the latest when the meeting starts."""
    moments = [moment for moment in (meeting.closes_at, meeting.starts_at) if moment is not None]
    return min(moments, default=None)


def why_closed(meeting: Meeting, at: datetime | None = None) -> str:
    """Why nobody can register now; empty where they can. What is made to be kept is made anew in time."""
    at = at or now()
    for moment in (registers_until(meeting), meeting.starts_at, meeting.ends_at):
        changes_at(moment if moment is not None and moment > at else None)
    if meeting.state == "cancelled":
        return "cancelled"
    if is_over(meeting, at):
        return "over"
    if has_begun(meeting, at):
        return "begun"
    if meeting.registration != "open":
        return meeting.registration
    if meeting.starts_at is None:
        return "dateless"
    return "closed" if meeting.closes_at is not None and meeting.closes_at <= at else ""


def closed_in_words(meeting: Meeting, why: str) -> tuple[str, str]:
    """What is to be said, in brief and in a sentence."""
    match why:
        case "cancelled":
            return _("This meeting is cancelled"), meeting.cancel_note
        case "over":
            return _("It’s over"), _("This meeting has taken place.")
        case "begun":
            return _("It has begun"), _("You can’t register any more. Ask at the door.")
        case "invited":
            return _("By invitation"), _("If you’re invited, the link in your mail is your way in.")
        case "dateless":
            return _("The date isn’t set yet"), _("As soon as it is, you can keep a seat here.")
        case "closed":
            return _("Registration has closed"), _(
                "It was open until %(moment)s.", moment=until_in_words(meeting)
            )
        case _:
            return _("No registration here"), _("If you’d like to come, ask whoever told you about it.")


def until_in_words(meeting: Meeting) -> str:
    """Until when one can register, by the meeting's clock; empty where it ends when the meeting starts."""
    if meeting.closes_at is None or registers_until(meeting) != meeting.closes_at:
        return ""
    return day_and_time(meeting.closes_at, zone_of(meeting))
