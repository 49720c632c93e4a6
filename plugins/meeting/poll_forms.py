"""Forms of the date poll: a voter's, and the organiser's, whose dates are days times times."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, Form, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional, ValidationError

from hutong import (
    LocalDateTimeField,
    SkippedTimeError,
    WholeNumber,
    gettext as _,
    lazy_gettext as _l,
    moment_of,
    now,
)
from plugins.meeting.models import DateOption
from plugins.meeting.plain_names import NO_LINK, holds_link
from plugins.meeting.poll_queries import ANSWERS
from plugins.meeting.polling import MOST_DATES, Span

NONE = "none"
"""What is picked by who can come to none of the dates, where everybody takes one."""
LENGTHS = (
    (30, _l("Half an hour")),
    (60, _l("An hour")),
    (90, _l("An hour and a half")),
    (120, _l("Two hours")),
    (180, _l("Three hours")),
    (240, _l("Four hours")),
    (0, _l("The whole day")),
)
TIMES = 4
"""Times that can be given to all days at once."""


def trimmed(text: Any) -> str:
    """What was typed, without the blanks around it."""
    return (text or "").strip()


class GuestBallotForm(Form):  # type: ignore[misc]
    """A guest whose name is known only says when."""

    note = StringField(
        _l("Anything to say?"),
        filters=[trimmed],
        validators=[Length(max=300, message=_l("300 characters at most."))],
    )


class BallotForm(GuestBallotForm):
    """Somebody who came by the poll's link."""

    name = StringField(
        _l("Your name"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Say who you are, so that the others can count on you.")),
            Length(max=80, message=_l("Eighty characters at most.")),
        ],
    )
    email = EmailField(
        _l("E-mail"),
        filters=[lambda text: trimmed(text).lower()],
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("This address has a slip in it. Like name@example.com.")),
        ],
    )

    def validate_name(self, field: Any) -> None:
        """It stands in the mail to whatever address was typed."""
        if holds_link(field.data):
            raise ValidationError(NO_LINK)


def answers_in(
    sent: MultiDict[str, str], options: Iterable[DateOption], *, one_each: bool
) -> dict[uuid.UUID, str]:
    """What a form says to these dates; what it does not say, or nobody understands, is left out."""
    if one_each:
        picked = sent.get("pick", "")
        known = {str(option.id): option.id for option in options}
        if picked not in {*known, NONE}:
            return {}
        return {option_id: "yes" if key == picked else "no" for key, option_id in known.items()}
    said = {option.id: sent.get(f"d-{option.id}", "") for option in options}
    return {option_id: answer for option_id, answer in said.items() if answer in ANSWERS}


class PollForm(FlaskForm):  # type: ignore[misc]
    """How people vote, and until when. The dates beside it are a `DateChoice`."""

    minutes = SelectField(
        _l("How long"), choices=[SelectChoice(*pair) for pair in LENGTHS], coerce=int, default=60
    )
    closes_at = LocalDateTimeField(_l("Vote until"), validators=[Optional()])
    decides = RadioField(
        _l("Who decides"),
        choices=[
            SelectChoice("hand", _l("I choose the date")),
            SelectChoice("deadline", _l("The best date, when the vote ends")),
        ],
        default="hand",
    )
    hides_votes = BooleanField(_l("Only I see who voted how"))
    one_each = BooleanField(_l("Everybody takes one date"))
    limit = WholeNumber(
        _l("How many may say yes to one date"),
        validators=[Optional(), NumberRange(1, 100_000, _l("From 1 to 100,000."))],
    )

    def validate_closes_at(self, field: LocalDateTimeField) -> None:
        """A deadline lies ahead; one that stays as it was may have passed."""
        if field.data is not None and field.data != field.object_data and field.data <= now():
            raise ValidationError(_l("This has passed already. Take a later time."))

    def validate_decides(self, field: RadioField) -> None:
        """What decides itself at the deadline needs one."""
        if field.data == "deadline" and self.closes_at.data is None and not self.closes_at.errors:
            raise ValidationError(_l("Say until when people vote, so that it can decide itself."))


@dataclass(slots=True)
class DateChoice:
    """Days that were ticked, times for all of them, and single dates; by the clock of the meeting."""

    zone: ZoneInfo
    days: Sequence[str] = ()
    times: Sequence[str] = ()
    single: str = ""
    removed: Collection[str] = ()
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, sent: MultiDict[str, str], zone: ZoneInfo) -> "DateChoice":
        """What the screen sent."""
        return cls(
            zone=zone,
            days=sent.getlist("day"),
            times=[one for one in sent.getlist("time") if one.strip()],
            single=sent.get("single", "").strip(),
            removed=frozenset(sent.getlist("remove")),
        )

    def spans(self, minutes: int) -> list[Span]:
        """The dates; what cannot be one is in `errors`, in words."""
        days, times = self._days(), self._times(minutes)
        if days and not times:
            self.errors.append(_("Say at what time, or let it be the whole day."))
        written = [datetime.combine(day, clock) for day in days for clock in times]
        written += self._single()
        spans = [span for one in written if (span := self._span(one, minutes)) is not None]
        if any(span.starts_at <= now() for span in spans):
            self.errors.append(_("One of these dates has gone by already."))
        if len(spans) > MOST_DATES:
            self.errors.append(
                _("That is %(count)s dates; %(most)s is the most.", count=len(spans), most=MOST_DATES)
            )
        return spans

    def _days(self) -> list[date]:
        try:
            return [date.fromisoformat(day) for day in self.days]
        except ValueError:
            self.errors.append(_("Write the day like 2026-05-31."))
            return []

    def _times(self, minutes: int) -> list[time]:
        if not minutes:
            return [time()]
        try:
            return [time.fromisoformat(one) for one in self.times]
        except ValueError:
            self.errors.append(_("Write the time like 18:30."))
            return []

    def _single(self) -> list[datetime]:
        if not self.single:
            return []
        try:
            return [datetime.fromisoformat(self.single).replace(tzinfo=None)]
        except ValueError:
            self.errors.append(_("Write the day and the time, like 2026-05-31 18:00."))
            return []

    def _span(self, written: datetime, minutes: int) -> Span | None:
        try:
            if minutes:
                start = moment_of(written.replace(second=0, microsecond=0), self.zone)
                return Span(start, start + timedelta(minutes=minutes))
            midnight = datetime.combine(written.date(), time())
            return Span(
                _midnight(midnight, self.zone),
                _midnight(midnight + timedelta(days=1), self.zone),
                all_day=True,
            )
        except SkippedTimeError:
            self.errors.append(
                _(
                    "On %(day)s the clocks go forward, and %(time)s is left out. Take an hour later.",
                    day=f"{written:%Y-%m-%d}",
                    time=f"{written:%H:%M}",
                )
            )
        except OverflowError:
            self.errors.append(_("Check the year."))
        return None


def _midnight(written: datetime, zone: ZoneInfo) -> datetime:
    """Where a day begins, also where the clocks skip midnight."""
    return written.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
