"""Forms about boxes: validation only, no database."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from hutong import AskedText, AskedTexts, lazy_gettext as _
from plugins.complaint.deadlines import Terms

_NAME_IT = _("Give it a name; customers read it too.")
WORDS: AskedTexts = {
    "title": AskedText(_("Title"), 120, needed=_NAME_IT),
    "intro": AskedText(_("A line under the title"), 600, lines=True),
    "promise": AskedText(_("Who reads it, and by when you answer"), 300, lines=True),
    "thanks": AskedText(_("What happens next, after the letter"), 600, lines=True),
}
TOPIC_WORDS: AskedTexts = {
    "title": AskedText(_("Topic"), 80, needed=_NAME_IT),
    "hint": AskedText(_("What is good to know before writing about it"), 400, lines=True),
}
CHANGE_WORDS: AskedTexts = {
    "said": AskedText(_("You said"), 200, lines=True, needed=_("What did they tell you?")),
    "did": AskedText(_("We did"), 600, lines=True, needed=_("What did you change?")),
}


def month_fields() -> dict[str, Any]:
    """When it was changed, and whether everybody may read it."""
    return {
        "month": DateField(_("When"), validators=[DataRequired(_("Which month was it?"))]),
        "is_published": BooleanField(_("Everybody may read it")),
    }


class NewBoxForm(FlaskForm):  # type: ignore[misc]
    """A box begins with what stands on it."""

    title = StringField(
        _("What stands on the box?"),
        validators=[DataRequired(_NAME_IT), Length(max=120)],
        description=_("For example “Something wrong? Write to us”"),
    )


class RulesForm(FlaskForm):  # type: ignore[misc]
    """Who may write, how long letters stay, who is told when an answer is late."""

    base = HiddenField()
    takes_anonymous = BooleanField(_("Letters without a name"))
    takes_named = BooleanField(_("Letters with a name"))
    keep_days = IntegerField(
        _("Days a letter is kept after it was closed"),
        validators=[NumberRange(30, 3650, _("From 30 to 3,650 days."))],
        description=_("Letters that are still open, and those on hold, are never deleted."),
    )
    escalation_id = SelectField(_("Who is told when an answer is late"))

    def validate_takes_named(self, field: BooleanField) -> None:
        """One way at least."""
        if not field.data and not self.takes_anonymous.data:
            raise ValidationError(_("Choose at least one, or nobody can write."))


class TermsForm(FlaskForm):  # type: ignore[misc]
    """By when an answer is due."""

    base = HiddenField()
    pack = RadioField(
        _("What you promise"),
        choices=[
            SelectChoice("shop", _("A shop’s promise")),
            SelectChoice("eu", _("EU whistleblower rules")),
            SelectChoice("own", _("Your own")),
        ],
    )
    ack_days = IntegerField(
        _("Say that it arrived, within days"), validators=[Optional(), NumberRange(0, 60)]
    )
    answer_days = IntegerField(_("Answer, within days"), validators=[Optional(), NumberRange(1, 365)])
    business_days = BooleanField(_("Count working days only"))
    country = SelectField(_("Whose holidays"))
    closed = TextAreaField(
        _("Days you are closed besides"),
        validators=[Length(max=4000)],
        description=_("One date on each line, for example 2027-02-06"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Own terms need a number; under a fixed pack the numbers are not read, whatever stands there."""
        if self.pack.data in ("shop", "eu"):
            for field in (self.ack_days, self.answer_days):
                field.data, field.raw_data, field.process_errors = None, [], []
        is_right = super().validate(extra_validators)
        if self.pack.data == "own" and not self.answer_days.data and not self.answer_days.errors:
            self.answer_days.errors = [_("Within how many days do you answer?")]
            return False
        return bool(is_right)

    def validate_closed(self, field: TextAreaField) -> None:
        """Dates, one on each line."""
        for line in (field.data or "").split():
            try:
                date.fromisoformat(line)
            except ValueError as error:
                raise ValidationError(_("“%(line)s” is no date. Write 2027-02-06.", line=line)) from error

    def terms(self) -> Terms:
        """What was chosen."""
        days = tuple(sorted({date.fromisoformat(line) for line in (self.closed.data or "").split()}))
        data: dict[str, Any] = {"pack": self.pack.data, "country": self.country.data}
        if self.pack.data == "own":
            data |= {
                "ack_days": self.ack_days.data or 0,
                "answer_days": self.answer_days.data,
                "business_days": self.business_days.data,
            }
        return Terms.of(data | {"closed": [day.isoformat() for day in days]})
