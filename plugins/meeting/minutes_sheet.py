"""Minutes as they are handed out: on a page, on paper, as plain text; with names or without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from hutong import gettext as _, interface_language, ngettext, tenant_in_scope
from hutong.pages import prose
from plugins.meeting.action_queries import actions_of
from plugins.meeting.minutes_queries import (
    PollResult,
    answered_questions,
    attendance_of,
    chosen_date_votes,
    decisions_of,
    poll_results,
    writers_of,
)
from plugins.meeting.models import Action, Guest, Meeting
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of


@dataclass(frozen=True, slots=True)
class Present:
    """A line of the attendance: its word, how many, and their names where these are shown."""

    word: str
    count: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands in minutes. Without names nobody is named: not who came, wrote, or does what."""

    title: str
    when: str
    zone: str
    place: str
    writers: Sequence[str]
    text: str
    attendance: Sequence[Present]
    date_poll: str
    results: Sequence[PollResult]
    questions: Sequence[str]
    decisions: Sequence[str]
    actions: Sequence[Action]
    has_names: bool

    @property
    def prose(self) -> Markup:
        """The text as HTML."""
        return prose(self.text)

    def as_text(self) -> str:
        """The same in plain lines, for a message."""
        lines = render_template("meeting/minutes.txt", sheet=self).splitlines()
        kept = [
            line.rstrip()
            for line, before in zip(lines, ["", *lines], strict=False)
            if line.strip() or before.strip()
        ]
        return "\n".join(kept).strip() + "\n"


def sheet_of(meeting: Meeting, text: str, *, names: bool, until: datetime | None = None) -> Sheet:
    """The sheet of a meeting with this text, which may be a former version.

    What was decided or given to do after `until` is left out, and what was taken off is gone at once.
    """
    tenant, language = tenant_in_scope(), interface_language()
    return Sheet(
        title=tenant.text(meeting.title, language),
        when=meeting_in_words(meeting),
        zone="" if meeting.starts_at is None or meeting.all_day else zone_in_words(zone_of(meeting)),
        place=tenant.text(meeting.place, language) if meeting.place else "",
        writers=writers_of(meeting) if names else (),
        text=text,
        attendance=_attendance(meeting, names=names),
        date_poll=_date_poll(meeting),
        results=poll_results(meeting),
        questions=answered_questions(meeting),
        decisions=[decision.text for decision in decisions_of(meeting, until)],
        actions=actions_of(meeting, until),
        has_names=names,
    )


def _attendance(meeting: Meeting, *, names: bool) -> list[Present]:
    found = attendance_of(meeting)
    groups: list[tuple[str, Sequence[Guest]]] = [
        (_("Present"), found.present),
        (_("Excused"), found.excused),
        (_("Absent"), found.absent),
    ]
    return [
        Present(word, len(guests), [guest.name for guest in guests] if names else ())
        for word, guests in groups
        if guests
    ]


def _date_poll(meeting: Meeting) -> str:
    votes = chosen_date_votes(meeting)
    if votes is None:
        return ""
    yes, voters = votes
    return ngettext(
        "%(yes)s of %(num)s who voted could come on this date.",
        "%(yes)s of %(num)s who voted could come on this date.",
        voters,
        yes=yes,
    )
