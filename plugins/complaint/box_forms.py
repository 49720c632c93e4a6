"""Forms about boxes: validation only, no database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

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

from hutong import lazy_gettext as _
from plugins.complaint.deadlines import Terms

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
Texts = Mapping[str, tuple[Any, int, bool]]
"""Label, longest length and whether it has several lines, by name."""
WORDS: Texts = {
    "title": (_("Title"), 120, False),
    "intro": (_("A line under the title"), 600, True),
    "promise": (_("Who reads it, and by when you answer"), 300, True),
    "thanks": (_("What happens next, after the letter"), 600, True),
}
TOPIC_WORDS: Texts = {
    "title": (_("Topic"), 80, False),
    "hint": (_("What is good to know before writing about it"), 400, True),
}
CHANGE_WORDS: Texts = {
    "said": (_("You said"), 200, True),
    "did": (_("We did"), 600, True),
}
NEEDED = {
    "title": _("Give it a name; customers read it too."),
    "said": _("What did they tell you?"),
    "did": _("What did you change?"),
}
QUESTION_WORDS: Texts = {
    "title": (_("Question"), 200, False),
    "help": (_("A line of help under it"), 200, False),
}


class TextsForm(FlaskForm):  # type: ignore[misc]
    """Texts in each of a box's languages; fields are added by `texts_form`."""

    base = HiddenField()
    words: ClassVar[Texts] = {}
    languages: ClassVar[Sequence[str]] = ()

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by name and language."""
        return {
            name: {
                language: typed
                for language in self.languages
                if (typed := (self[f"{name}_{language}"].data or "").strip())
            }
            for name in self.words
        }

    def facts(self, texts: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
        """Texts as pairs of words, to lay two versions side by side."""
        return [
            (str(self.words[name][0]), " / ".join(texts[name].values()))
            for name in self.words
            if texts.get(name)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """The first text in one language at least; of a change both are needed."""
        if not super().validate(extra_validators):
            return False
        typed = self.texts()
        needed = ["title"] if "title" in self.words else list(self.words)
        for name in (name for name in needed if not typed[name]):
            self[f"{name}_{self.languages[0]}"].errors = [NEEDED[name]]
        return all(typed[name] for name in needed)


def texts_form(words: Texts, languages: Sequence[str], **more: Any) -> type[TextsForm]:
    """A form with these texts in these languages, and more fields."""
    fields: dict[str, Any] = {"words": words, "languages": tuple(languages)}
    for name, (label, length, rows) in words.items():
        for language in languages:
            field = TextAreaField if rows else StringField
            fields[f"{name}_{language}"] = field(
                label if len(languages) == 1 else _label_in(label, language),
                validators=[Length(max=length)],
                render_kw={"lang": language},
            )
    return type("BoxTextsForm", (TextsForm,), fields | more)


def month_fields() -> dict[str, Any]:
    """When it was changed, and whether everybody may read it."""
    return {
        "month": DateField(_("When"), validators=[DataRequired(_("Which month was it?"))]),
        "is_published": BooleanField(_("Everybody may read it")),
    }


def data_of(texts: Mapping[str, Mapping[str, str] | None]) -> dict[str, str]:
    """What such a form shows."""
    return {
        f"{name}_{language}": words
        for name, text in texts.items()
        for language, words in (text or {}).items()
    }


def _label_in(label: Any, language: str) -> Any:
    return _("%(label)s, %(language)s", label=label, language=LANGUAGE_NAMES.get(language, language))


class NewBoxForm(FlaskForm):  # type: ignore[misc]
    """A box begins with what stands on it."""

    title = StringField(
        _("What stands on the box?"),
        validators=[DataRequired(_("Give it a name; customers read it too.")), Length(max=120)],
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
        """Own terms need a number; an empty field is passed over by its own validators."""
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
