"""Forms about a business's own templates."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from core.gallery.licences import LICENCES
from core.gallery.saving import About


class SaveForm(FlaskForm):  # type: ignore[misc]
    """What goes in besides the site itself, and what the template says of itself."""

    names = TextAreaField(
        _l("Other names of your business"),
        description=_l("Short names, nicknames, an old name: one a line. They become the other shop’s name."),
        validators=[Length(max=3000)],
    )
    words = TextAreaField(
        _l("Other words to leave out"),
        description=_l("People, streets, anything that is only yours: one a line. Dots take their place."),
        validators=[Length(max=3000)],
    )
    title_zh = StringField(_l("Its name in Chinese"), validators=[Length(max=60)])
    title_en = StringField(_l("Its name in English"), validators=[Length(max=60)])
    summary_zh = StringField(_l("What it is good for, in Chinese"), validators=[Length(max=200)])
    summary_en = StringField(_l("What it is good for, in English"), validators=[Length(max=200)])
    author = StringField(
        _l("Made by"),
        description=_l("Shown beside it. Empty: nobody is named."),
        validators=[Length(max=120)],
    )
    licence = RadioField(_l("Who may use it"))

    def offer(self, licences: Sequence[str], language: str) -> None:
        """Let one of `licences` be chosen."""
        self.licence.choices = [SelectChoice(name, LICENCES[name][language]) for name in licences]

    def about(self, code: str) -> About:
        """What was typed."""
        title = _typed(zh=self.title_zh.data, en=self.title_en.data)
        summary = _typed(zh=self.summary_zh.data, en=self.summary_en.data)
        author = (self.author.data or "").strip()
        return About(title, summary or title, author, self.licence.data, code)

    def validate_title_zh(self, field: StringField) -> None:
        """A name in one language will do."""
        if not (field.data or "").strip() and not (self.title_en.data or "").strip():
            raise ValidationError(str(_l("Give it a name, in one language at least.")))


class BringForm(FlaskForm):  # type: ignore[misc]
    """A template's file from elsewhere."""

    file = FileField(_l("Template file"))


def _typed(**texts: str | None) -> dict[str, str]:
    return {language: words for language, text in texts.items() if (words := (text or "").strip())}
