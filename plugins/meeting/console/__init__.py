"""The organiser's side: the list of meetings, and the rooms of each."""

from plugins.meeting.console import guest, guests, hub, meetings
from plugins.meeting.console.blueprint import blueprint

__all__ = ["blueprint", "guest", "guests", "hub", "meetings"]
