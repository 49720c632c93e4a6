"""Forms of the settings."""

from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import LANGUAGE_NAMES

COMMON_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)
LANGUAGE_CHOICES = [SelectChoice(language, name) for language, name in LANGUAGE_NAMES.items()]


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """Who the business is and how it speaks."""

    name_zh = StringField(_l("Name in Chinese"), validators=[Length(max=60)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=60)])
    languages = SelectMultipleField(
        _l("Languages of your site"),
        choices=LANGUAGE_CHOICES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Your site needs one language at least."))],
    )
    first_language = SelectField(_l("First language"), choices=LANGUAGE_CHOICES)
    time_zone = SelectField(_l("Time zone"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(available_timezones() - set(COMMON_ZONES))
        self.time_zone.choices = [
            SelectChoice(zone, zone.replace("_", " ")) for zone in (*COMMON_ZONES, *others)
        ]

    def validate_name_en(self, _field: StringField) -> None:
        """One name is enough, but one there must be."""
        if not (self.name_zh.data or "").strip() and not (self.name_en.data or "").strip():
            raise ValidationError(str(_l("Your business needs a name.")))


class AddressForm(FlaskForm):  # type: ignore[misc]
    """The tenant's slug."""

    slug = StringField(
        _l("Address of your site"),
        filters=[lambda text: (text or "").strip().lower()],
        validators=[DataRequired(_l("Choose an address of 3 to 40 letters, digits and hyphens."))],
    )
