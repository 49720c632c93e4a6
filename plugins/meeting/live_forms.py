"""The form of a poll of the room."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from hutong import gettext as _, lazy_gettext as _l
from plugins.meeting.live_polls import MOST_OPTIONS

LONGEST_OPTION = 60


class LivePollForm(FlaskForm):  # type: ignore[misc]
    """Kind, question, options one a line."""

    kind = RadioField(
        _l("What is asked"),
        choices=[
            SelectChoice("choice", _l("Choose from options")),
            SelectChoice("words", _l("Words for a cloud")),
        ],
        default="choice",
    )
    title = StringField(
        _l("The question"),
        validators=[DataRequired(_l("Ask something.")), Length(max=120, message=_l("Up to 120 characters."))],
    )
    options_text = TextAreaField(
        _l("Options, one a line"), description=_l("Two to eight. Words for a cloud need none.")
    )
    many = BooleanField(_l("More than one may be chosen, or up to three words"))

    @property
    def options(self) -> list[str]:
        """The options that were typed, each once."""
        lines = [" ".join(line.split()) for line in (self.options_text.data or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def validate_options_text(self, _field: Any) -> None:
        """Two to eight, none too long for the screen."""
        if self.kind.data != "choice":
            return
        if not 2 <= len(self.options) <= MOST_OPTIONS:
            raise ValidationError(
                _("Give two to %(num)s options, each on a line of its own.", num=MOST_OPTIONS)
            )
        if any(len(option) > LONGEST_OPTION for option in self.options):
            raise ValidationError(_("An option has up to %(num)s characters.", num=LONGEST_OPTION))

    def values(self) -> dict[str, Any]:
        """What `create_poll` takes."""
        return {
            "kind": self.kind.data,
            "title": " ".join(self.title.data.split()),
            "options": self.options,
            "many": bool(self.many.data),
        }
