"""The guest's side: what is coming, a meeting's page, and the page that is one guest's own."""

from plugins.meeting.public import (
    agenda,
    answers,
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
    "guest",
    "live",
    "meetings",
    "register",
    "series",
    "when",
]
