"""Forms of the console: validation only, no database."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hutong import AskedText, AskedTexts, LocalDateTimeField, WholeNumber, language_name, lazy_gettext as _

_NAME_IT = _("Give it a name; customers read it too.")
WORDS: AskedTexts = {
    "title": AskedText(_("Title"), 300, needed=_NAME_IT),
    "intro": AskedText(_("A line under the title"), 1000, lines=True),
    "who": AskedText(_("Who is asking"), 120),
    "why": AskedText(_("Why you ask"), 300, hint=_("Stands after “… is asking,” below the questions.")),
    "submit": AskedText(_("Words on the button"), 40),
    "thanks_title": AskedText(_("Thanks"), 120),
    "thanks_text": AskedText(_("What happens next"), 1000, lines=True),
}
PAGE_WORDS: AskedTexts = {"title": AskedText(_("Title of the page"), 120)}


class NewSurveyForm(FlaskForm):  # type: ignore[misc]
    """A survey begins with what it is called."""

    title = StringField(
        _("What do you want to ask about?"),
        validators=[DataRequired(_NAME_IT), Length(max=120)],
        description=_("The title at the top of the form, for example “How did we do?”"),
    )


class TimesForm(FlaskForm):  # type: ignore[misc]
    """When answers are taken, and how many; empty means no limit."""

    base = HiddenField()

    opens_at = LocalDateTimeField(_("Opens"), validators=[Optional()])
    closes_at = LocalDateTimeField(_("Closes"), validators=[Optional()])
    cap = WholeNumber(
        _("Close after this many answers"),
        validators=[Optional(), NumberRange(1, 10_000_000, _("A number from 1, or leave it empty."))],
    )

    def validate_closes_at(self, field: LocalDateTimeField) -> None:
        """Closing comes after opening."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It would close before it opens."))


class _Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RulesForm(FlaskForm):  # type: ignore[misc]
    """What holds for the answers."""

    base = HiddenField()

    languages = _Boxes(
        _("Languages of this survey"),
        validators=[DataRequired(_("Choose one at least."))],
    )
    keep_days = WholeNumber(
        _("Days until answers are deleted"),
        validators=[DataRequired(_("From 1 to 3650 days.")), NumberRange(1, 3650, _("From 1 to 3650 days."))],
        description=_("Customers see this below the questions."),
    )
    nameless = BooleanField(
        _("Do not record who answers"),
        description=_("Otherwise a member’s name stands beside their answer, unless they leave it out."),
    )
    notify = RadioField(
        _("Tell me about new answers"),
        choices=[
            SelectChoice("daily", _("Once a day by mail")),
            SelectChoice("each", _("By mail, as they come")),
            SelectChoice("off", _("Only here in the console")),
        ],
    )

    def offer(self, languages: Sequence[str]) -> None:
        """The community's languages can be chosen."""
        self.languages.choices = [SelectChoice(language, language_name(language)) for language in languages]
