"""Forms of joining: who is new says who they are, who is known here already only says yes."""

from datetime import date
from typing import Any

from wtforms import Form, SelectField, ValidationError

from hutong import lazy_gettext as _l
from plugins.club.forms import JoinForm

LEAP_YEAR = 2000  # so that the 29th of February is a day


class ConfirmForm(Form):  # type: ignore[misc]
    """Somebody who is known here joins the club as well."""


class BirthdayFields(Form):  # type: ignore[misc]
    """Month and day; no year is asked, and nobody must."""

    month = SelectField(_l("Month"), default="")
    day = SelectField(_l("Day (1–31)"), default="")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.month.choices = [("", "–"), *((f"{month:02}", str(month)) for month in range(1, 13))]
        self.day.choices = [("", "–"), *((f"{day:02}", str(day)) for day in range(1, 32))]

    @property
    def birthday(self) -> str:
        """``MM-DD``, or nothing."""
        return f"{self.month.data}-{self.day.data}" if self.month.data and self.day.data else ""

    def validate_day(self, field: Any) -> None:
        """Both or none, and a day that exists."""
        if bool(self.month.data) != bool(field.data):
            raise ValidationError(_l("Choose both month and day, or neither."))
        if self.birthday:
            try:
                date(LEAP_YEAR, int(self.month.data), int(field.data))
            except ValueError as error:
                raise ValidationError(_l("This day isn’t in that month.")) from error


class NewWithBirthday(JoinForm, BirthdayFields):
    """Somebody new, where the programme asks for birthdays."""


class KnownWithBirthday(ConfirmForm, BirthdayFields):
    """Somebody known, where the programme asks for birthdays."""


def join_form(*, is_known: bool, asks_birthday: bool, sent: Any = None) -> Any:
    """The form that asks no more than it must."""
    kind = (
        (KnownWithBirthday if asks_birthday else ConfirmForm)
        if is_known
        else (NewWithBirthday if asks_birthday else JoinForm)
    )
    return kind(sent)
