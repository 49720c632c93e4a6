"""What is asked of the loop: whose, and of when. Read from the address, so that it can be kept and sent."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, ValidationError
from wtforms.validators import Optional

PERIODS = (7, 30, 90, 365)


class _Day(DateField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("A day looks like 2026-05-23.")) from error


class LoopForm(FlaskForm):  # type: ignore[misc]
    """Whose loop, from which day to which."""

    class Meta:
        csrf = False

    who = SelectField(_l("Whose"), default="all")
    since = _Day(_l("From the day"), validators=[Optional()])
    until = _Day(_l("To the day"), validators=[Optional()])

    def validate_until(self, field: Any) -> None:
        """The last day is not before the first."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_l("The last day comes before the first."))


def beginning_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day of the tenant's calendar begins; the calendar's first has no moment in another zone."""
    return datetime.combine(max(day, date(1900, 1, 1)), time(), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """When the day after it begins; the calendar's last day has none."""
    return beginning_of(day + timedelta(days=1), zone) if day < date.max else beginning_of(day, zone)
