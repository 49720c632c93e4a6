"""Forms of the console: validation only, no database."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from hutong import gettext as _, lazy_gettext as _l
from hutong.secrets import check_new_password
from plugins.complaint.describing import OUTCOMES, WORDLESS
from plugins.complaint.recovery import BadRecoveryKeyError, read_words
from plugins.complaint.sealing import KeyPair

LONGEST = 10_000
"""Characters of a reply or a note."""


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _words_field(label: Any, missing: Any = None) -> TextAreaField:
    validators = [Length(max=LONGEST, message=_l("That is too long: 10,000 characters at most."))]
    if missing is not None:
        validators.insert(0, InputRequired(missing))
    return TextAreaField(label, filters=[_stripped], validators=validators)


class UnlockForm(FlaskForm):  # type: ignore[misc]
    """The box password."""

    password = PasswordField(_l("Box password"), validators=[InputRequired(_l("Type the box password."))])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A box password is chosen; shown while it is typed, because it is typed once."""

    password = StringField(
        _l("Box password"), validators=[InputRequired(_l("Choose a box password.")), check_new_password]
    )


class ChangePasswordForm(NewPasswordForm):
    """The old one, and a new one."""

    password = StringField(
        _l("A new box password"),
        validators=[InputRequired(_l("Choose a box password.")), check_new_password],
    )
    old = PasswordField(_l("Box password now"), validators=[InputRequired(_l("Type the box password."))])


class RecoverForm(NewPasswordForm):
    """The 24 words, and a new box password."""

    words = TextAreaField(_l("The 24 words"), validators=[InputRequired(_l("Type the words of the sheet."))])
    pair: KeyPair

    def validate_words(self, field: TextAreaField) -> None:
        """Raises `ValidationError` for words that are on no sheet."""
        try:
            self.pair = read_words(field.data or "")
        except BadRecoveryKeyError:
            raise ValidationError(
                _("These are not the 24 words of a sheet: one is missing, misspelt or in the wrong place.")
            ) from None


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """Words to the writer."""

    revision = HiddenField()
    nonce = HiddenField()
    text = _words_field(_l("Your answer"), _l("Write something first."))
    asks = BooleanField(_l("I ask something: the letter waits for the writer"))
    everybody = BooleanField(_l("To the writers of the merged letters too"))


class NoteForm(FlaskForm):  # type: ignore[misc]
    """Words to the other handlers."""

    revision = HiddenField()
    note = _words_field(_l("Internal note"), _l("Write something first."))


class HoldForm(FlaskForm):  # type: ignore[misc]
    """Why a case must not be deleted."""

    revision = HiddenField()
    reason = _words_field(_l("Why it has to be kept"), _l("Say why; it becomes an internal note."))


class CloseForm(FlaskForm):  # type: ignore[misc]
    """How it ended, and the last words to the writer."""

    revision = HiddenField()
    outcome = RadioField(
        _l("How did it end?"),
        choices=[SelectChoice(name, words) for name, words in OUTCOMES.items()],
        validators=[InputRequired(_l("Choose one."))],
    )
    words = _words_field(_l("Last words to the writer"))

    def validate_words(self, field: TextAreaField) -> None:
        """Raises `ValidationError` where the writer would hear nothing."""
        if not field.data and self.outcome.data and self.outcome.data not in WORDLESS:
            raise ValidationError(_("Tell the writer what came of it; one sentence is enough."))
