"""Forms of the console: validation only, no database."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hutong import gettext, lazy_gettext as _
from plugins.survey.language_names import label_in, language_name
from plugins.survey.whole_number import WholeNumber

WORDS = {
    "title": (_("Title"), 300, False),
    "intro": (_("A line under the title"), 1000, True),
    "who": (_("Who is asking"), 120, False),
    "why": (_("Why you ask"), 300, False),
    "submit": (_("Words on the button"), 40, False),
    "thanks_title": (_("Thanks"), 120, False),
    "thanks_text": (_("What happens next"), 1000, True),
}

HINTS = {"why": _("Stands after “… is asking,” below the questions.")}


class NewSurveyForm(FlaskForm):  # type: ignore[misc]
    """A survey begins with what it is called."""

    title = StringField(
        _("What do you want to ask about?"),
        validators=[DataRequired(_("Give it a name; customers read it too.")), Length(max=120)],
        description=_("The title at the top of the form, for example “How did we do?”"),
    )


class WordsForm(FlaskForm):  # type: ignore[misc]
    """The words around the questions; fields for each language are added by `words_form`."""

    base = HiddenField()
    languages: Sequence[str] = ()

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by name and language; the title is always there."""
        found: dict[str, dict[str, str]] = {}
        for name in WORDS:
            words = {language: (self[f"{name}_{language}"].data or "").strip() for language in self.languages}
            if name == "title" or any(words.values()):
                found[name] = {language: text for language, text in words.items() if text}
        return found

    def facts(self, texts: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
        """Texts as pairs of words, to lay two versions side by side."""
        return [(str(WORDS[name][0]), " / ".join(texts[name].values())) for name in WORDS if texts.get(name)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A title in one language at least."""
        if not super().validate(extra_validators):
            return False
        if not self.texts()["title"]:
            self[f"title_{self.languages[0]}"].errors = [_("Give it a name; customers read it too.")]
            return False
        return True


def words_form(languages: Sequence[str]) -> type[WordsForm]:
    """The form of a survey in these languages."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for name, (label, length, rows) in WORDS.items():
        for language in languages:
            words = label if len(languages) == 1 else label_in(label, language)
            field = TextAreaField if rows else StringField
            fields[f"{name}_{language}"] = field(
                words,
                validators=[Length(max=length)],
                description=HINTS.get(name, ""),
                render_kw={"lang": language},
            )
    return type("SurveyWordsForm", (WordsForm,), fields)


class TimesForm(FlaskForm):  # type: ignore[misc]
    """When answers are taken, and how many; empty means no limit."""

    base = HiddenField()

    opens_at = DateTimeLocalField(_("Opens"), validators=[Optional()])
    closes_at = DateTimeLocalField(_("Closes"), validators=[Optional()])
    cap = WholeNumber(
        _("Close after this many answers"),
        validators=[Optional(), NumberRange(1, 10_000_000, _("A number from 1, or leave it empty."))],
    )

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
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


def facts(form: FlaskForm) -> list[tuple[str, str]]:
    """What a form holds as pairs of words, to lay two versions side by side."""
    shown = [field for field in form if field.type not in ("HiddenField", "CSRFTokenField")]
    return [(str(field.label.text), _in_words(field.data)) for field in shown if field.data]


def _in_words(data: Any) -> str:
    if isinstance(data, list):
        return ", ".join(language_name(item) for item in data)
    if data is True:
        return gettext("yes")
    return data.strftime("%Y-%m-%d %H:%M") if hasattr(data, "strftime") else str(data)


class PageTitleForm(FlaskForm):  # type: ignore[misc]
    """What a page of the form is called; nothing is fine too."""

    languages: Sequence[str] = ()

    def title(self) -> dict[str, str]:
        """The words by language."""
        words = {language: (self[f"title_{language}"].data or "").strip() for language in self.languages}
        return {language: text for language, text in words.items() if text}


def page_title_form(languages: Sequence[str]) -> type[PageTitleForm]:
    """The form in a survey's languages."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for language in languages:
        words = _("Title of the page") if len(languages) == 1 else label_in(_("Title of the page"), language)
        fields[f"title_{language}"] = StringField(
            words, validators=[Length(max=120)], render_kw={"lang": language}
        )
    return type("SurveyPageTitleForm", (PageTitleForm,), fields)
