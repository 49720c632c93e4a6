"""The date poll of a meeting that has no date yet."""

from datetime import UTC, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from plugins.meeting.models import Meeting
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.polling import MOST_DATES, Span, make_poll
from plugins.meeting.starting.shapes import Moment, Strict
from plugins.meeting.when import zone_of

RULES = ("decides", "hides_votes", "one_each", "limit")
WHOLE_DAY = 24 * 60


class PollDate(Moment):
    """A day and when it begins; how long it lasts, or the whole day."""

    minutes: Annotated[int, Field(ge=5, le=WHOLE_DAY)] = 60
    all_day: bool = False


class Poll(Strict):
    """What people vote on, and how."""

    dates: Annotated[list[PollDate], Field(min_length=1, max_length=MOST_DATES)]
    closes: Moment | None = None
    decides: Literal["hand", "deadline"] = "hand"
    hides_votes: bool = False
    one_each: bool = False
    limit: Annotated[int | None, Field(ge=1, le=100_000)] = None


class Section(Strict):
    """One meeting's poll."""

    poll: Poll | None = None


def apply(meeting: Meeting, section: Section) -> None:
    """The poll, with its dates ahead of today."""
    if section.poll is None:
        return
    zone, asked = zone_of(meeting), section.poll
    closes_at = asked.closes.moment(zone) if asked.closes else None
    rules = {name: getattr(asked, name) for name in RULES}
    make_poll(meeting, [_span(meeting, one) for one in asked.dates], closes_at=closes_at, **rules)


def export(meeting: Meeting) -> dict[str, Any]:
    """The poll of a meeting that is still looking for its date, without votes."""
    poll = poll_by_meeting(meeting.id) if meeting.starts_at is None else None
    if poll is None:
        return {}
    zone = zone_of(meeting)
    dates = [
        PollDate(
            **Moment.of(option.starts_at, zone).model_dump(),
            minutes=60 if option.all_day else (option.ends_at - option.starts_at) // timedelta(minutes=1),
            all_day=option.all_day,
        )
        for option in options_of(poll)
    ]
    told = Poll(
        dates=dates,
        closes=Moment.of(poll.closes_at, zone) if poll.closes_at else None,
        **{name: getattr(poll, name) for name in RULES},
    )
    return {"poll": told.model_dump(mode="json", exclude_defaults=True)}


def _span(meeting: Meeting, one: PollDate) -> Span:
    zone = zone_of(meeting)
    start = one.moment(zone)
    if not one.all_day:
        start = start.astimezone(UTC)
        return Span(start, start + timedelta(minutes=one.minutes))
    midnight = start.replace(hour=0, minute=0)
    return Span(midnight, midnight + timedelta(days=1), all_day=True)
