"""Forms of points, speakers and materials."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from hutong import AskedText, AskedTexts, TextsForm, day, lazy_gettext as _l, texts_form

ITEM_WORDS: AskedTexts = {
    "title": AskedText(_l("What is this point about?"), 160, needed=_l("Say what it is about.")),
    "room": AskedText(_l("Room"), 80),
    "text": AskedText(_l("A few words"), 2000, lines=True),
}
SPEAKER_WORDS: AskedTexts = {
    "name": AskedText(_l("Name"), 80, needed=_l("Who is it?")),
    "role": AskedText(_l("What they do"), 120),
    "text": AskedText(_l("About the speaker"), 2000, lines=True),
}
FOR_WHOM = {
    "all": _l("Everybody"),
    "guests": _l("Guests who are coming"),
    "present": _l("Guests who came"),
    "staff": _l("Only us"),
}


class Checks(SelectMultipleField):  # type: ignore[misc]
    """Several of many, as a list of checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ItemForm(TextsForm):
    """A point of the agenda; the fields are added by `item_form`."""

    def validate(self, extra_validators: Any = None) -> bool:
        """A point ends after it begins."""
        is_right = super().validate(extra_validators)
        if "starts" not in self or self.ends.data is None:
            return is_right
        if self.starts.data is None:
            self.starts.errors = [_l("When does it begin?")]
            return False
        if self.ends.data <= self.starts.data:
            self.ends.errors = [_l("It ends before it begins.")]
            return False
        return is_right


def item_form(
    languages: Sequence[str], days: Sequence[dt.date], speakers: Sequence[tuple[str, str]]
) -> type[TextsForm]:
    """The form of a point; times only where the meeting has one, the day only where it has several."""
    fields: dict[str, Any] = {
        "kind": RadioField(
            _l("What is it?"),
            choices=[SelectChoice("talk", _l("A point or talk")), SelectChoice("break", _l("A break"))],
            default="talk",
        )
    }
    if len(days) > 1:
        fields["day"] = SelectField(
            _l("Day"), choices=[SelectChoice(str(one), day(one)) for one in days], default=str(days[0])
        )
    if days:
        fields["starts"] = TimeField(_l("Starts"), validators=[Optional()])
        fields["ends"] = TimeField(_l("Ends"), validators=[Optional()])
    if speakers:
        fields["speakers"] = Checks(_l("Who speaks?"), choices=[SelectChoice(*one) for one in speakers])
    return type("ItemFormOfMeeting", (ItemForm, texts_form(ITEM_WORDS, languages)), fields)


def speaker_form(languages: Sequence[str]) -> type[TextsForm]:
    """The form of a speaker, with a photo."""
    return texts_form(SPEAKER_WORDS, languages, photo=FileField(_l("Photo")))


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """A file or a link, and for whom it is."""

    base = HiddenField()
    title = StringField(_l("What is it called?"), validators=[Length(max=120)])
    link = StringField(
        _l("Its link"), validators=[Optional(), Length(max=500)], description=_l("Where it lies elsewhere.")
    )
    for_whom = RadioField(
        _l("Who may read it?"),
        choices=[SelectChoice(*one) for one in FOR_WHOM.items()],
        default="guests",
        validators=[InputRequired()],
    )
    item = SelectField(_l("Goes with"), validators=[Optional()])

    def validate_link(self, field: Field) -> None:
        """An address on the web."""
        parts = urlsplit(field.data.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValidationError(_l("It has to begin with https://."))


class NewMaterialForm(MaterialForm):
    """One that is not there yet: it brings a file or a link."""

    file = FileField(
        _l("The file"), description=_l("PDF, Word, PowerPoint, Excel, a picture or text; 20 MB.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two."""
        if not super().validate(extra_validators):
            return False
        if bool(self.file.data) == bool((self.link.data or "").strip()):
            self.file.errors = [_l("Choose a file or give a link, one of the two.")]
            return False
        return True
