"""The complaint box's work round the clock, by name. Each comes out the same when it runs twice."""

from collections.abc import Callable, Mapping
from typing import Any

from plugins.complaint.clock import escalate, remind
from plugins.complaint.notices import tell_of_anonymous, tell_of_named
from plugins.complaint.retention import forget_closed_cases, hide_the_order

HANDLERS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "forget": forget_closed_cases,
    "hide_order": hide_the_order,
    "tell_of_named": tell_of_named,
    "tell_of_anonymous": tell_of_anonymous,
    "remind": remind,
    "escalate": escalate,
}
