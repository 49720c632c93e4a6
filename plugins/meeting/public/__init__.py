"""The guest's side: what is coming, a meeting's page, and the page that is one guest's own."""

from plugins.meeting.public import (
    actions,
    agenda,
    answers,
    calendar,
    guest,
    live,
    meetings,
    minutes,
    preview,
    register,
    screen,
    series,
    when,
)
from plugins.meeting.public.blueprint import blueprint

__all__ = [
    "actions",
    "agenda",
    "answers",
    "blueprint",
    "calendar",
    "guest",
    "live",
    "meetings",
    "minutes",
    "preview",
    "register",
    "screen",
    "series",
    "when",
]
