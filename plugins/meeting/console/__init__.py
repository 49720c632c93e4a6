"""The organiser's side: the list of meetings, and the rooms of each."""

from plugins.meeting.console import (
    agenda,
    door,
    door_offline,
    door_sync,
    guest,
    guests,
    hub,
    inviting,
    live,
    materials,
    meetings,
    poll,
    poll_edit,
    questions,
    speakers,
)
from plugins.meeting.console.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "door",
    "door_offline",
    "door_sync",
    "guest",
    "guests",
    "hub",
    "inviting",
    "live",
    "materials",
    "meetings",
    "poll",
    "poll_edit",
    "questions",
    "speakers",
]
