"""Forms of the pages of tools."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, ValidationError


class DeleteDataForm(FlaskForm):  # type: ignore[misc]
    """The owner has what they want to keep, and types what the tool is called."""

    has_copy = BooleanField(
        _l("I have the copy, or don’t need one"),
        validators=[InputRequired(_l("Take the copy first, or say that you need none."))],
    )
    typed = StringField(_l("Type the tool’s name to delete its data"))

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = {_plain(name) for name in names}

    def validate_typed(self, field: StringField) -> None:
        """Its name in either language, however it is spaced."""
        if _plain(field.data or "") not in self.names:
            raise ValidationError(str(_l("That isn’t its name. Nothing was deleted.")))


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
