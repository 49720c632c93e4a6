"""Forms around guests: a correction, and what is said with an invitation."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from hutong import lazy_gettext as _l


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """A guest's name and address."""

    name = StringField(
        _l("Name"),
        filters=[_stripped],
        validators=[
            InputRequired(_l("What is their name?")),
            Length(max=80, message=_l("80 characters at most.")),
        ],
    )
    email = StringField(
        _l("E-mail"),
        filters=[_stripped],
        validators=[Optional(), Length(max=254), Email(_l("That doesn’t look like an e-mail address."))],
        description=_l("Links that went to the old address stop working."),
    )
