"""A template's meetings, part by part: made once, exported again in the same shape.

A part is a module of `starting`: its `Section` is mixed into `StarterMeeting`; it is added to `PARTS`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import Field, model_validator
from sqlalchemy import select

from hutong import Starter, TenantInfo, db, read_starter
from plugins.meeting.models import Meeting
from plugins.meeting.queries import all_meetings
from plugins.meeting.starting import agenda, meetings, polls, series
from plugins.meeting.starting.series import StarterSeries
from plugins.meeting.starting.shapes import Key, Strict

FILE = "content/meeting.yaml"


class StarterMeeting(meetings.Section, series.Section, agenda.Section, polls.Section):
    """A meeting with all its parts."""

    key: Key


class StarterFile(Strict):
    """The whole file."""

    series: list[StarterSeries] = Field(default_factory=list)
    meetings: list[StarterMeeting] = Field(default_factory=list)

    @model_validator(mode="after")
    def _knows_its_series(self) -> "StarterFile":
        unknown = {one.series for one in self.meetings if one.series} - {one.key for one in self.series}
        if unknown:
            msg = f"no series has the key {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        return self


Apply = Callable[[Meeting, StarterMeeting], None]
Export = Callable[[Meeting], Mapping[str, Any]]
PARTS: Sequence[tuple[Apply, Export]] = (
    (series.apply, series.export),
    (polls.apply, polls.export),
    (agenda.apply, agenda.export),
)
"""What is made of a meeting's other tables, in this order, and written down again."""


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make a template's meetings; what is there already stays as its owner has it. Raises `StarterError`."""
    file = read_starter(StarterFile, starter.content, where=f"{starter.template}/{FILE}")
    known = set(db.session.scalars(select(Meeting.starter_key).where(Meeting.starter_key.is_not(None))))
    series.apply_series(file.series)
    for entry in file.meetings:
        if entry.key not in known:
            meeting = meetings.apply(entry.key, entry, tenant.zone.key)
            for apply, _export in PARTS:
                apply(meeting, entry)


def export_starter() -> Mapping[str, Any]:
    """The meetings as a template has them; nothing where there are none."""
    found = [_exported(meeting) for meeting in all_meetings() if meeting.state != "cancelled"]
    return {name: told for name, told in (("series", series.export_series()), ("meetings", found)) if told}


def _exported(meeting: Meeting) -> dict[str, Any]:
    told = {"key": meeting.starter_key or str(meeting.id)} | meetings.export(meeting)
    for _apply, export in PARTS:
        told |= export(meeting)
    return told
