"""Forms of the share pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length


class ChannelForm(FlaskForm):  # type: ignore[misc]
    """Where a code will hang."""

    channel = StringField(
        _l("Where will it hang?"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            DataRequired(_l("Give the place a name, so that you know later which code works.")),
            Length(max=60, message=_l("Sixty characters at most.")),
        ],
    )


class TargetForm(FlaskForm):  # type: ignore[misc]
    """Where a printed code shall lead."""

    target = RadioField(_l("It leads to"), validators=[InputRequired(_l("Choose where it leads."))])


class PosterForm(FlaskForm):  # type: ignore[misc]
    """What stands on a poster; read from the address, so that it can be kept and sent."""

    class Meta:
        csrf = False

    first = StringField(_l("First line"), validators=[Length(max=24)])
    second = StringField(_l("Second line"), validators=[Length(max=24)])
