"""Series, and which of them a meeting belongs to."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select

from hutong import db
from plugins.meeting.models import Meeting, Series
from plugins.meeting.operations import create_series
from plugins.meeting.queries import series_by_id
from plugins.meeting.starting.shapes import Key, Moment, Strict, Text
from plugins.meeting.when import zone_of


class StarterSeries(Strict):
    """A series; meetings name it by its key."""

    key: Key
    title: Annotated[Text, Field(min_length=1)]
    text: Text = {}
    rule: dict[str, Any] = {}


class Section(Strict):
    """The series of a meeting, and where its rule puts this one."""

    series: str = ""
    recurs: Moment | None = None


def apply_series(entries: list[StarterSeries]) -> None:
    """Make those that are not there."""
    known = _keys()
    for entry in entries:
        if entry.key not in known:
            create_series(starter_key=entry.key, title=entry.title, text=entry.text, rule=entry.rule)


def export_series() -> list[dict[str, Any]]:
    """Those that have a meeting which is written down."""
    in_use = select(Meeting.series_id).where(Meeting.deleted_at.is_(None), Meeting.state != "cancelled")
    found = db.session.scalars(
        select(Series).where(Series.deleted_at.is_(None), Series.id.in_(in_use)).order_by(Series.id)
    )
    return [
        {"key": key_of(one), "title": one.title}
        | {name: value for name, value in (("text", one.text), ("rule", one.rule)) if value}
        for one in found
    ]


def apply(meeting: Meeting, section: Section) -> None:
    """Put the meeting into its series."""
    if section.series:
        meeting.series_id = db.session.scalars(
            select(Series.id).where(Series.starter_key == section.series)
        ).one()
        meeting.recurs_at = section.recurs.moment(zone_of(meeting)) if section.recurs else None
        db.session.flush()


def export(meeting: Meeting) -> dict[str, Any]:
    """The key of its series, and its date by the rule."""
    series = series_by_id(meeting.series_id) if meeting.series_id else None
    if series is None:
        return {}
    told: dict[str, Any] = {"series": key_of(series)}
    if meeting.recurs_at is not None:
        moment = Moment.of(meeting.recurs_at, zone_of(meeting))
        told["recurs"] = moment.model_dump(mode="json", exclude_none=True)
    return told


def key_of(series: Series) -> str:
    """The name by which meetings in the file refer to it."""
    return series.starter_key or str(series.id)


def _keys() -> set[str]:
    return {key for key in db.session.scalars(select(Series.starter_key)) if key is not None}
