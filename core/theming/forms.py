"""The form that chooses a look."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from core.theming.contrast import HEX
from core.theming.loading import all_themes
from core.theming.models import ThemeChoice

SHORT = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")


def whole_hex(words: str | None) -> str:
    """`#abc`, `ABC` or `aabbcc` as `#aabbcc`; anything else as it came."""
    colour = (words or "").strip().lower()
    if short := SHORT.fullmatch(colour):
        return "#" + "".join(digit * 2 for digit in short.groups())
    return f"#{colour}" if HEX.fullmatch(f"#{colour}") else colour


class LookForm(FlaskForm):  # type: ignore[misc]
    """A theme with one of its palettes, and perhaps a main colour of the shop's own."""

    look = RadioField(
        _l("Look"),
        choices=[
            SelectChoice(f"{theme.name}/{palette}", palette)
            for theme in all_themes()
            for palette in theme.palettes
        ],
    )
    own = BooleanField(
        _l("Use my own colour"), description=_l("For buttons and links, and where the look takes it")
    )
    main = StringField(_l("My colour"), filters=[whole_hex])

    def validate_main(self, field: StringField) -> None:
        """Only asked for when it will be used."""
        if self.own.data and not HEX.fullmatch(field.data or ""):
            raise ValidationError(str(_l("A colour is # and six digits or letters a to f, such as #0a6a86.")))

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen."""
        name, _, palette = str(self.look.data).partition("/")
        return ThemeChoice(name=name, palette=palette, main=self.main.data if self.own.data else None)
