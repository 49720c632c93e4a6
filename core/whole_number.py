"""A field for a whole number that says what it needs in our words."""

from wtforms import IntegerField

from core.i18n import gettext as _


class WholeNumber(IntegerField):  # type: ignore[misc]
    """What is not a number is kept as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write a whole number here, such as 12.")) from error
