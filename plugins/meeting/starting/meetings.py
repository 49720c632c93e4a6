"""A meeting's own columns."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from plugins.meeting.models import Meeting
from plugins.meeting.operations import create_meeting
from plugins.meeting.question_editing import checked_questions
from plugins.meeting.starting.shapes import Moment, Strict, Text
from plugins.meeting.when import zone_named, zone_of

PLAIN = (
    "text",
    "place",
    "link",
    "all_day",
    "listed",
    "registration",
    "capacity",
    "approval",
    "asks_phone",
    "questions",
    "shows_minutes",
    "reminds",
    "live_moderated",
)


class Section(Strict):
    """One meeting."""

    title: Annotated[Text, Field(min_length=1)]
    text: Text = {}
    place: Text = {}
    link: str = ""
    zone: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    all_day: bool = False
    listed: bool = True
    state: Literal["draft", "open"] = "open"
    registration: Literal["open", "invited", "off"] = "open"
    capacity: Annotated[int | None, Field(ge=1, le=100_000)] = None
    approval: bool = False
    asks_phone: bool = False
    questions: Annotated[list[dict[str, Any]], AfterValidator(checked_questions)] = []
    shows_minutes: Literal["guests", "everybody"] = "guests"
    reminds: bool = True
    live_moderated: bool = False


def apply(key: str, section: Section, zone_name: str) -> Meeting:
    """The meeting, with its time ahead of today."""
    name = section.zone or zone_name
    zone = zone_named(name)
    starts_at = section.starts.moment(zone) if section.starts else None
    since = starts_at.date() if starts_at else None
    return create_meeting(
        title=section.title,
        starter_key=key,
        zone=zone.key,
        state=section.state,
        starts_at=starts_at,
        ends_at=section.ends.moment(zone, since=since) if section.ends else None,
        **{name: getattr(section, name) for name in PLAIN},
    )


def export(meeting: Meeting) -> dict[str, Any]:
    """The meeting, without what says nothing."""
    zone = zone_of(meeting)
    told = {"title": meeting.title, "zone": meeting.zone} | {name: getattr(meeting, name) for name in PLAIN}
    if meeting.starts_at and meeting.ends_at:
        told["starts"] = Moment.of(meeting.starts_at, zone).model_dump(mode="json", exclude_none=True)
        told["ends"] = Moment.of(meeting.ends_at, zone).model_dump(mode="json", exclude_none=True)
    told["state"] = "draft" if meeting.state == "draft" else "open"
    plain = {name: field.default for name, field in Section.model_fields.items()}
    return {name: value for name, value in told.items() if value != plain[name] and value not in ({}, [])}
