"""A case in words: its state, what is due when, what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hutong import gettext as _, lazy_gettext as _l, ngettext
from plugins.complaint.models import LIVE_STATES, Case, Event

STATES: Mapping[str, Any] = {
    "new": _l("Just in"),
    "working": _l("In work"),
    "asking": _l("Waiting for the writer"),
    "closed": _l("Closed"),
    "merged": _l("Merged"),
}
OUTCOMES: Mapping[str, Any] = {
    "solved": _l("Solved"),
    "partly": _l("Partly solved"),
    "unfounded": _l("Looked into, nothing found"),
    "withdrawn": _l("Taken back by the writer"),
    "silent": _l("The writer no longer answers"),
}
WORDLESS = ("withdrawn", "silent")
"""Outcomes with which a case may be closed without a last word."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words; `kind` is that of a pill: "off" is late, "new" is today, "" is later."""

    text: str
    kind: str


def due_words(case: Case, today: date) -> Due | None:
    """What is owed next, and when; None where nothing is."""
    if case.state not in LIVE_STATES:
        return None
    if case.acknowledged_on is None and case.ack_due is not None:
        return _due(case.ack_due, today, _("Acknowledge"))
    if case.answered_on is None and case.answer_due is not None:
        return _due(case.answer_due, today, _("Answer it"))
    return None


def _due(day: date, today: date, what: str) -> Due:
    days = (day - today).days
    if days < 0:
        late = ngettext("%(num)s day late", "%(num)s days late", -days)
        return Due(_("%(what)s: %(when)s", what=what, when=late), "off")
    if days == 0:
        return Due(_("%(what)s: %(when)s", what=what, when=_("today")), "new")
    left = _("tomorrow") if days == 1 else ngettext("in %(num)s day", "in %(num)s days", days)
    return Due(_("%(what)s: %(when)s", what=what, when=left), "")


def outcome_words(outcome: str) -> str:
    """How a case ended."""
    return str(OUTCOMES.get(outcome, ""))


_HAPPENED: Mapping[str, Any] = {
    "acknowledged": _l("%(who)s acknowledged it"),
    "answered": _l("%(who)s answered"),
    "replied": _l("%(who)s wrote to the writer"),
    "written": _l("The writer added something"),
    "assigned": _l("%(who)s gave it to %(whom)s"),
    "shared": _l("%(who)s let %(whom)s read it"),
    "recused": _l("%(who)s took it out of the sight of %(whom)s"),
    "reminded": _l("A reminder went out: the deadline is near"),
    "escalated": _l("The deadline has passed; it was reported"),
    "closed": _l("%(who)s closed it: %(outcome)s"),
    "reopened": _l("Opened again"),
    "rated": _l("The writer gave %(value)s of 5"),
    "merged": _l("%(who)s merged it into another letter"),
    "unmerged": _l("%(who)s made it a letter of its own again"),
    "held": _l("%(who)s put it on hold: it is not deleted"),
    "released": _l("%(who)s released it from the hold"),
    "original": _l("%(who)s opened a file as it was sent"),
    "exported": _l("%(who)s took a copy"),
}


def event_words(event: Event, names: Mapping[UUID, str]) -> str:
    """One line of a case's history."""
    if event.kind == "received":
        named = event.value == "named"
        return _("The letter came, with a name") if named else _("The letter came, without a name")
    who = names.get(event.handler_id, _("Somebody")) if event.handler_id else _("The box")
    return str(_HAPPENED[event.kind]) % {
        "who": who,
        "whom": _name_in(event.value, names),
        "outcome": outcome_words(event.value),
        "value": event.value.rpartition(">")[2],
    }


def _name_in(value: str, names: Mapping[UUID, str]) -> str:
    try:
        return names.get(UUID(value), _("Somebody"))
    except ValueError:
        return _("Somebody")
