"""Agenda and speakers of a meeting."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from plugins.meeting.agenda_editing import add_item, add_speaker
from plugins.meeting.agenda_queries import agenda_of, meeting_days, speakers_of
from plugins.meeting.models import AgendaItem, Meeting, Speaker
from plugins.meeting.starting.shapes import Clock, Key, Strict, Text
from plugins.meeting.when import zone_of


class StarterSpeaker(Strict):
    """Somebody who speaks."""

    key: Key
    name: Annotated[Text, Field(min_length=1)]
    role: Text = {}
    text: Text = {}
    photo: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,16}$")] = ""
    """Code of a photo: a file of that name in the template's ``art``."""


class StarterItem(Strict):
    """A point: on which day of the meeting (1 is the first), from when to when."""

    key: Key
    kind: Literal["talk", "break"] = "talk"
    title: Annotated[Text, Field(min_length=1)]
    text: Text = {}
    room: Text = {}
    day: Annotated[int, Field(ge=1, le=31)] = 1
    starts: Annotated[Clock | None, Field(alias="from")] = None
    ends: Annotated[Clock | None, Field(alias="to")] = None
    speakers: list[Key] = []


class Section(Strict):
    """What a meeting's entry says of both."""

    speakers: list[StarterSpeaker] = []
    agenda: list[StarterItem] = []


def apply(meeting: Meeting, section: Section) -> None:
    """Speakers, then the points that name them; a speaker nobody knows is left out."""
    ids = {}
    for one in section.speakers:
        values = {"name": one.name, "role": one.role, "text": one.text, "photo": one.photo}
        ids[one.key] = add_speaker(meeting, starter_key=one.key, **values).id
    for item in section.agenda:
        add_item(
            meeting,
            starter_key=item.key,
            kind=item.kind,
            title=item.title,
            text=item.text,
            room=item.room,
            starts_at=_moment(meeting, item.day, item.starts),
            ends_at=_moment(meeting, item.day, item.ends),
            speaker_ids=[ids[key] for key in item.speakers if key in ids],
        )


def export(meeting: Meeting) -> dict[str, Any]:
    """Both, without what says nothing."""
    keys = {one.id: one.starter_key or str(one.id) for one in speakers_of(meeting)}
    speakers = [_plain(_speaker(one, keys)) for one in speakers_of(meeting)]
    agenda = [
        _plain(_item(meeting, point.item) | {"speakers": [keys[one.id] for one in point.speakers]})
        for point in agenda_of(meeting)
    ]
    return _plain({"speakers": speakers, "agenda": agenda})


def _speaker(one: Speaker, keys: dict[Any, str]) -> dict[str, Any]:
    told = {"name": one.name, "role": one.role, "text": one.text, "photo": one.photo}
    return {"key": keys[one.id], **told}


def _item(meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    told: dict[str, Any] = {"key": item.starter_key or str(item.id), "title": item.title}
    told |= {"text": item.text, "room": item.room, "kind": item.kind if item.kind != "talk" else ""}
    if item.starts_at is None:
        return told
    zone = zone_of(meeting)
    starts = item.starts_at.astimezone(zone)
    days = meeting_days(meeting)
    number = days.index(starts.date()) + 1 if starts.date() in days else 1
    ends = item.ends_at.astimezone(zone) if item.ends_at else None
    return told | {
        "day": number if number > 1 else "",
        "from": f"{starts:%H:%M}",
        "to": f"{ends:%H:%M}" if ends else "",
    }


def _moment(meeting: Meeting, number: int, clock: str | None) -> dt.datetime | None:
    days = meeting_days(meeting)
    if clock is None or not days:
        return None
    day = days[min(number, len(days)) - 1]
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=zone_of(meeting))


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", {}, [], None)}
