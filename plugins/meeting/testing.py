"""Factories for tests and for the contracts over all routes."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hutong import db, now, tenant_in_scope
from hutong.people import Person
from plugins.meeting.agenda_editing import add_item, add_material, add_speaker
from plugins.meeting.attending import accept
from plugins.meeting.door_testing import make_scan
from plugins.meeting.links import feed_token, guest_token, voter_token
from plugins.meeting.live_polls import create_poll, start_poll
from plugins.meeting.live_room import screen_key
from plugins.meeting.material_files import new_material_code
from plugins.meeting.minutes_testing import minutes_arguments
from plugins.meeting.models import (
    Action,
    DatePoll,
    DateVote,
    FloorQuestion,
    Guest,
    Meeting,
    Series,
    Voter,
)
from plugins.meeting.operations import create_meeting, create_series
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.polling import Span, make_poll
from plugins.meeting.previewing import preview_key

DIET: dict[str, Any] = {
    "id": "diet",
    "kind": "single",
    "required": True,
    "title": {"en": "What do you eat?", "zh": "您吃什么？"},
    "options": [
        {"id": "all", "label": {"en": "Everything", "zh": "都吃"}},
        {"id": "green", "label": {"en": "Vegetables", "zh": "吃素"}},
    ],
}
"""What registration asks, for tests."""


def make_meeting(title: str = "Spring meeting", **more: Any) -> Meeting:
    """A published meeting of an hour, in three days at the full hour."""
    starts_at = (now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    values: dict[str, Any] = {
        "state": "open",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": {"en": "Room 2", "zh": "二号厅"},
    }
    return create_meeting(title={"en": title, "zh": f"{title} 会"}, **values | more)


def make_series(title: str = "Weekly") -> Series:
    """A series without meetings."""
    return create_series(title={"en": title, "zh": f"{title} 例会"})


def make_guest(meeting: Meeting | None = None, name: str = "Lin Xiaohong", **more: Any) -> Guest:
    """A guest who is coming, or waits where the meeting is full; with `state`, one in that state."""
    meeting = meeting or make_meeting()
    email = f"{uuid.uuid4().hex[:10]}@example.com"
    state = more.pop("state", None)
    values = {"name": name, "email": email, "state": "invited", "origin": "invited"} | more
    if "person_id" not in values:
        person = Person(name=name, role="contact", email=values["email"])
        db.session.add(person)
        db.session.flush()
        values["person_id"] = person.id
    guest = Guest(meeting_id=meeting.id, **values)
    db.session.add(guest)
    db.session.flush()
    if state in (None, "coming", "waiting"):
        accept(meeting, guest)
    elif state != "invited":
        guest.state = state
    db.session.flush()
    return guest


def make_date_poll(meeting: Meeting | None = None, dates: int = 3, **settings: Any) -> DatePoll:
    """A poll over dates of an hour, a day from one to the next, for a meeting without a time."""
    meeting = meeting or make_meeting(starts_at=None, ends_at=None)
    first = (now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    starts = [first + timedelta(days=number) for number in range(dates)]
    spans = [Span(start, start + timedelta(hours=1)) for start in starts]
    return make_poll(meeting, spans, **settings)


def make_voter(guest: Guest, answer: str = "yes") -> Voter:
    """A guest who said the same to all dates of their meeting, which gets a poll if it has none."""
    meeting = db.session.scalars(select(Meeting).where(Meeting.id == guest.meeting_id)).one()
    poll = poll_by_meeting(meeting.id) or make_date_poll(meeting)
    voter = Voter(poll_id=poll.id, guest_id=guest.id, person_id=guest.person_id, name=guest.name)
    db.session.add(voter)
    db.session.flush()
    for option in options_of(poll):
        db.session.add(DateVote(voter_id=voter.id, option_id=option.id, answer=answer))
        option.taken += answer == "yes"
    db.session.flush()
    return voter


def make_floor_question(guest: Guest, text: str = "Why now?", **more: Any) -> FloorQuestion:
    """A question that a guest put from the floor."""
    who = {"guest_id": guest.id, "person_id": guest.person_id, "name": guest.name}
    question = FloorQuestion(meeting_id=guest.meeting_id, text=text, **who | more)
    db.session.add(question)
    db.session.flush()
    return question


def make_action(guest: Guest, text: str = "Call the landlord", **more: Any) -> Action:
    """Something that a guest is to do."""
    who = {"guest_id": guest.id, "person_id": guest.person_id, "owner": guest.name}
    action = Action(meeting_id=guest.meeting_id, text=text, **who | more)
    db.session.add(action)
    db.session.flush()
    return action


def set_time(meeting: Meeting, starts_at: datetime, minutes: int = 60) -> None:
    """Put a meeting somewhere without telling anybody."""
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + timedelta(minutes=minutes)
    db.session.flush()


def sample_arguments() -> dict[str, Any]:
    """One of each sort: values of the routes' arguments."""
    series = make_series()
    meeting = make_meeting(series_id=series.id, questions=[DIET])
    guest = make_guest(meeting)
    voter = make_voter(guest)
    said = db.session.scalars(select(DateVote).where(DateVote.voter_id == voter.id)).first()
    question = make_floor_question(guest)
    live_poll = create_poll(meeting, kind="words", title="One word", options=(), many=True)
    start_poll(meeting, live_poll)
    speaker = add_speaker(meeting, name={"en": "Ms Bai", "zh": "白老师"})
    item = add_item(meeting, title={"en": "Lights", "zh": "灯"}, speaker_ids=[speaker.id])
    material = add_material(
        meeting, code=new_material_code(), title="Plan", for_whom="all", content=b"A plan"
    )
    scan = make_scan(guest)
    return {
        "meeting_id": meeting.id,
        "code": meeting.code,
        "key": preview_key(tenant_in_scope(), meeting),
        "token": guest_token(guest),
        "feed": feed_token(guest),
        "guest_id": guest.id,
        "step": "resend",
        "item_id": item.id,
        "speaker_id": speaker.id,
        "material_id": material.id,
        "material_code": material.code,
        "way": "up",
        "series_id": series.id,
        "series_code": series.code,
        "voter": voter_token(voter),
        "voter_id": voter.id,
        "date_id": said.option_id if said else None,
        "question_id": DIET["id"],
        "sort": "single",
        "floor_id": question.id,
        "live_poll_id": live_poll.id,
        "screen_key": screen_key(meeting),
        "scan_id": scan.id,
        **minutes_arguments(meeting, make_action(guest)),
    }
