"""The guest's side: what is coming, a meeting's page, and the page that is one guest's own."""

from plugins.meeting.public import (
    agenda,
    answers,
    calendar,
    guest,
    live,
    meetings,
    register,
    series,
    when,
)
from plugins.meeting.public.blueprint import blueprint

__all__ = [
    "agenda",
    "answers",
    "blueprint",
    "calendar",
    "guest",
    "live",
    "meetings",
    "register",
    "series",
    "when",
]
