"""Minutes as they are looked up: the text and its versions, decisions, and what they are filled in from."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from hutong import db, tenant_in_scope
from hutong.people import person_names
from plugins.meeting.live_queries import folded_counts
from plugins.meeting.models import (
    AgendaItem,
    DateOption,
    DatePoll,
    DateVote,
    Decision,
    FloorQuestion,
    Guest,
    LiveAnswer,
    LivePoll,
    Meeting,
    Minutes,
    MinutesRevision,
)
from plugins.meeting.same_guest import rows_of


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there. A guest who declined had said so: excused."""

    present: Sequence[Guest]
    excused: Sequence[Guest]
    absent: Sequence[Guest]

    @property
    def walk_ins(self) -> int:
        """How many of those present nobody had expected."""
        return sum(guest.origin == "walk_in" for guest in self.present)

    @property
    def counted(self) -> tuple[int, int, int]:
        """Present, excused, absent."""
        return len(self.present), len(self.excused), len(self.absent)


@dataclass(frozen=True, slots=True)
class PollResult:
    """A poll of the room: its options or words, the most chosen first, each with how often."""

    poll: LivePoll
    voters: int
    lines: Sequence[tuple[str, int]]

    @property
    def winner(self) -> tuple[str, int] | None:
        """What most chose; None where two are level or nobody answered."""
        first = self.lines[0] if self.lines else ("", 0)
        is_level = len(self.lines) > 1 and self.lines[1][1] == first[1]
        return None if not first[1] or is_level else first


def minutes_of(meeting: Meeting, *, lock: bool = False) -> Minutes | None:
    """A meeting's minutes, once somebody has written a line; `lock` before a change."""
    found = select(Minutes).where(Minutes.meeting_id == meeting.id)
    return db.session.scalar(found.with_for_update() if lock else found)


def first_text(meeting: Meeting) -> str:
    """What minutes begin with: the points of the agenda, as headings to write under."""
    return in_headings(titles_of_points(meeting))


def in_headings(titles: Iterable[str]) -> str:
    """Headings to write under."""
    return "\n".join(f"## {title}\n\n" for title in titles).rstrip()


def titles_of_points(meeting: Meeting) -> list[str]:
    """What the points of the agenda are called, in the tenant's first language."""
    tenant = tenant_in_scope()
    titles = (tenant.text(item.title, tenant.languages[0]) for item in points_of(meeting))
    return [" ".join(title.split()) for title in titles if title.strip()]


def unwritten_points(meeting: Meeting, text: str) -> list[str]:
    """Points of the agenda that are no heading of the text."""
    headings = {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")}
    return [title for title in titles_of_points(meeting) if title not in headings]


def points_of(meeting: Meeting) -> Sequence[AgendaItem]:
    """What the agenda has, without its breaks."""
    return db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.kind == "talk", AgendaItem.deleted_at.is_(None)
        )
        .order_by(AgendaItem.starts_at.is_(None), AgendaItem.starts_at, AgendaItem.position, AgendaItem.id)
    ).all()


def base_text(meeting: Meeting, number: int) -> str:
    """The text of a version; where it was tidied away, of the last one before it."""
    found = db.session.scalar(
        select(MinutesRevision.text)
        .where(MinutesRevision.meeting_id == meeting.id, MinutesRevision.number <= number)
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    )
    return found or ""


def revision_of(meeting: Meeting, number: int) -> MinutesRevision | None:
    """One version of the text."""
    return db.session.scalar(
        select(MinutesRevision).where(
            MinutesRevision.meeting_id == meeting.id, MinutesRevision.number == number
        )
    )


def revisions_of(meeting: Meeting) -> Sequence[MinutesRevision]:
    """The last 200 versions, the newest first."""
    return db.session.scalars(
        select(MinutesRevision)
        .where(MinutesRevision.meeting_id == meeting.id)
        .order_by(MinutesRevision.number.desc())
        .limit(200)
    ).all()


def writers_of(meeting: Meeting, after: int = -1, but: uuid.UUID | None = None) -> list[str]:
    """Who wrote versions after number `after`, by name, without `but`; who began first."""
    rows = db.session.execute(
        select(MinutesRevision.saved_by)
        .where(MinutesRevision.meeting_id == meeting.id, MinutesRevision.number > after)
        .where(MinutesRevision.saved_by.is_not(None))
        .group_by(MinutesRevision.saved_by)
        .order_by(func.min(MinutesRevision.number))
    )
    ids = [row[0] for row in rows if row[0] != but]
    names = person_names(ids)
    return [names[one] for one in ids if one in names]


def last_of_page(meeting: Meeting, page: str, *, after: int) -> int | None:
    """The number of the last version after number `after` that was written on this open page, if any."""
    if not page:
        return None
    return db.session.scalar(
        select(func.max(MinutesRevision.number)).where(
            MinutesRevision.meeting_id == meeting.id,
            MinutesRevision.number > after,
            MinutesRevision.page == page,
        )
    )


def attendance_of(meeting: Meeting) -> Attendance:
    """Everybody who came, was to come, or had said that they would not; by name."""
    found = db.session.scalars(
        select(Guest)
        .where(
            Guest.meeting_id == meeting.id,
            or_(Guest.state.in_(("coming", "declined")), Guest.checked_in_at.is_not(None), Guest.excused),
        )
        .where(Guest.state.not_in(("refused", "removed")))
        .order_by(Guest.name, Guest.id)
    ).all()
    present = [guest for guest in found if guest.checked_in_at is not None]
    away = [guest for guest in found if guest.checked_in_at is None]
    excused = [guest for guest in away if guest.excused or guest.state == "declined"]
    return Attendance(present, excused, [guest for guest in away if guest not in excused])


def poll_results(meeting: Meeting) -> list[PollResult]:
    """What the room answered, in the order of its polls; drafts are left out."""
    polls = db.session.scalars(
        select(LivePoll)
        .where(LivePoll.meeting_id == meeting.id, LivePoll.state != "draft", LivePoll.deleted_at.is_(None))
        .order_by(LivePoll.position, LivePoll.id)
    ).all()
    answers = _answers([poll.id for poll in polls])
    voters = _voters([poll.id for poll in polls])
    return [PollResult(poll, voters.get(poll.id, 0), _lines(poll, answers)) for poll in polls]


def chosen_date_votes(meeting: Meeting) -> tuple[int, int] | None:
    """How many said yes to the date that was chosen, and how many voted; None without a date poll."""
    chosen = db.session.scalar(
        select(DateOption.id)
        .join(DatePoll, DatePoll.id == DateOption.poll_id)
        .where(DatePoll.meeting_id == meeting.id, DateOption.chosen)
        .limit(1)
    )
    if chosen is None:
        return None
    yes = func.count(DateVote.voter_id.distinct()).filter(
        DateVote.option_id == chosen, DateVote.answer == "yes"
    )
    row = db.session.execute(
        select(yes, func.count(DateVote.voter_id.distinct()))
        .join(DateOption, DateOption.id == DateVote.option_id)
        .join(DatePoll, DatePoll.id == DateOption.poll_id)
        .where(DatePoll.meeting_id == meeting.id)
    ).one()
    return (row[0], row[1]) if row[1] else None


def answered_questions(meeting: Meeting) -> Sequence[str]:
    """Questions from the floor that were answered; without who asked."""
    return db.session.scalars(
        select(FloorQuestion.text)
        .where(FloorQuestion.meeting_id == meeting.id, FloorQuestion.state == "answered")
        .order_by(FloorQuestion.answered_at, FloorQuestion.id)
    ).all()


def decisions_of(meeting: Meeting, until: datetime | None = None) -> Sequence[Decision]:
    """What was decided, in its order; with `until` without what was written down later."""
    found = select(Decision).where(Decision.meeting_id == meeting.id, Decision.deleted_at.is_(None))
    if until is not None:
        found = found.where(Decision.decided_at <= until)
    return db.session.scalars(found.order_by(Decision.position, Decision.id)).all()


def decision_by_id(decision_id: uuid.UUID) -> Decision | None:
    """A decision, also one that was taken off the minutes."""
    return db.session.scalar(select(Decision).where(Decision.id == decision_id))


def previous_published(meeting: Meeting) -> Meeting | None:
    """The last meeting of the series before this one whose minutes can be read."""
    if meeting.series_id is None or meeting.starts_at is None:
        return None
    return db.session.scalar(
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.starts_at < meeting.starts_at,
            Meeting.deleted_at.is_(None),
            Meeting.state != "draft",
            Minutes.published_at.is_not(None),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )


def guest_of_person(meeting: Meeting, guest: Guest) -> Guest | None:
    """The same guest at another meeting, where their link may lead there."""
    return db.session.scalar(
        select(Guest)
        .where(Guest.meeting_id == meeting.id, rows_of(guest))
        .order_by(Guest.checked_in_at.is_(None), Guest.id)
        .limit(1)
    )


def _answers(poll_ids: Iterable[uuid.UUID]) -> Counter[tuple[uuid.UUID, str]]:
    rows = db.session.execute(
        select(LiveAnswer.poll_id, LiveAnswer.value, func.count())
        .where(LiveAnswer.poll_id.in_(poll_ids))
        .group_by(LiveAnswer.poll_id, LiveAnswer.value)
    )
    return Counter({(poll_id, value): count for poll_id, value, count in rows})


def _voters(poll_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(LiveAnswer.poll_id, func.count(LiveAnswer.phone.distinct()))
        .where(LiveAnswer.poll_id.in_(poll_ids))
        .group_by(LiveAnswer.poll_id)
    )
    return {row[0]: row[1] for row in rows}


def _lines(poll: LivePoll, answers: Counter[tuple[uuid.UUID, str]]) -> list[tuple[str, int]]:
    """Options of a choice, also those nobody took; of words the ten most said, without what was hidden."""
    if poll.kind == "words":
        said = [(value, count) for (poll_id, value), count in answers.items() if poll_id == poll.id]
        return folded_counts([line for line in said if line[0].casefold() not in poll.hidden])[:10]
    lines = [(str(option["label"]), answers[poll.id, option["id"]]) for option in poll.options]
    return sorted(lines, key=lambda line: -line[1])
