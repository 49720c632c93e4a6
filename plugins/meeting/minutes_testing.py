"""Factories of minutes for tests and for the contracts over all routes."""

from typing import Any

from plugins.meeting.action_links import action_token
from plugins.meeting.decisions import add_decision
from plugins.meeting.models import Action, Meeting
from plugins.meeting.writing_minutes import publish_minutes, save_text


def minutes_arguments(meeting: Meeting, action: Action) -> dict[str, Any]:
    """Minutes for everybody, with a decision and something to do: values of their routes' arguments."""
    decision = add_decision(meeting, "We meet every month")
    save_text(meeting, text="## Opening\n\nEverybody is here.", base=0, by=None)
    meeting.shows_minutes = "everybody"
    publish_minutes(meeting)
    return {
        "action_id": action.id,
        "action_token": action_token(action),
        "decision_id": decision.id,
        "number": 1,
    }
