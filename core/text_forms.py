"""A form of texts in several languages: one field for each text and language, named ``title_zh``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from core.database import LocalizedText
from core.i18n import language_name, lazy_gettext as _


@dataclass(frozen=True, slots=True)
class AskedText:
    """One text: its label, the most characters, and whether it has several lines.

    `needed` is said where it is missing in every language; empty: it may be missing.
    """

    label: Any
    longest: int
    lines: bool = False
    hint: Any = ""
    needed: Any = ""


AskedTexts = Mapping[str, AskedText]
"""Texts that a form asks for, by the name of their field."""


class TextsForm(FlaskForm):  # type: ignore[misc]
    """Texts in each of several languages; the fields are added by `texts_form`.

    `base` carries what was there when the form was opened (`digest_of`), for who saves second.
    """

    base = HiddenField()
    asked: ClassVar[AskedTexts] = {}
    languages: ClassVar[Sequence[str]] = ()

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by name and language; a text without words is there and empty."""
        return {
            name: {
                language: typed
                for language in self.languages
                if (typed := (self[f"{name}_{language}"].data or "").strip())
            }
            for name in self.asked
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """A text that is needed is there in one language at least."""
        if not super().validate(extra_validators):
            return False
        typed = self.texts()
        missing = [name for name, text in self.asked.items() if text.needed and not typed[name]]
        for name in missing:
            self[f"{name}_{self.languages[0]}"].errors = [self.asked[name].needed]
        return not missing


def texts_form(asked: AskedTexts, languages: Sequence[str], **more: Any) -> type[TextsForm]:
    """A form of these texts in these languages, and of more fields."""
    fields: dict[str, Any] = {"asked": asked, "languages": tuple(languages)}
    for name, text in asked.items():
        for language in languages:
            field = TextAreaField if text.lines else StringField
            fields[f"{name}_{language}"] = field(
                label_in(text.label, language, languages),
                validators=[Length(max=text.longest)],
                description=text.hint,
                render_kw={"lang": language},
            )
    return type("TextsInLanguagesForm", (TextsForm,), fields | more)


def texts_data(texts: Mapping[str, LocalizedText | None]) -> dict[str, str]:
    """What such a form shows of texts that are there."""
    return {
        f"{name}_{language}": words
        for name, text in texts.items()
        for language, words in (text or {}).items()
    }


def label_in(label: Any, language: str, languages: Sequence[str]) -> Any:
    """A field's label; where there are several languages with its own: "Title, English"."""
    if len(languages) == 1:
        return label
    return _("%(label)s, %(language)s", label=label, language=language_name(language))
