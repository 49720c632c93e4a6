"""Forms of the operator's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

REASONS = {
    "fraud": _l("It’s a scam, or asks for passwords or money"),
    "harm": _l("It’s hateful, violent or harmful to children"),
    "rights": _l("It uses someone’s name, pictures or work without permission"),
    "privacy": _l("It shows personal data"),
    "spam": _l("It’s spam"),
    "other": _l("Something else"),
}


class ReportForm(FlaskForm):  # type: ignore[misc]
    """Somebody says what is wrong with a community."""

    reason = RadioField(
        _l("What is wrong?"),
        choices=[SelectChoice(*reason) for reason in REASONS.items()],
        validators=[InputRequired(_l("Choose what comes closest."))],
    )
    text = TextAreaField(
        _l("What did you see?"), validators=[Length(max=2000, message=_l("2,000 characters at most."))]
    )


class SuspendForm(FlaskForm):  # type: ignore[misc]
    """Why a tenant is closed; its owner reads it."""

    reason = StringField(
        _l("Reason, for the owner to read"),
        validators=[
            InputRequired(_l("Say why; the owner reads it.")),
            Length(max=300, message=_l("300 characters at most.")),
        ],
    )


class ChangePlanForm(FlaskForm):  # type: ignore[misc]
    """Which plan a tenant has."""

    plan = SelectField(_l("Plan"))


class DeleteForm(FlaskForm):  # type: ignore[misc]
    """Deleting asks for the address to be typed."""

    slug = StringField(_l("Type the address to delete it"))


class PlanForm(FlaskForm):  # type: ignore[misc]
    """A plan is data."""

    title_zh = StringField(
        _l("Title in Chinese"), validators=[InputRequired(_l("A plan needs a title.")), Length(max=60)]
    )
    title_en = StringField(
        _l("Title in English"), validators=[InputRequired(_l("A plan needs a title.")), Length(max=60)]
    )
    description_zh = TextAreaField(_l("Description in Chinese"), validators=[Length(max=300)])
    description_en = TextAreaField(_l("Description in English"), validators=[Length(max=300)])
    seats = IntegerField(
        _l("Seats"),
        validators=[
            InputRequired(_l("How many seats?")),
            NumberRange(1, 1_000_000, _l("One seat at least.")),
        ],
    )
