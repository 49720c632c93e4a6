"""The guest's side: what is coming, a meeting's page, and the page that is one guest's own."""

from plugins.meeting.public import guest, meetings, register
from plugins.meeting.public.blueprint import blueprint

__all__ = ["blueprint", "guest", "meetings", "register"]
