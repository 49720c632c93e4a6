"""Forms of the club: validation only."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Form, SelectField, StringField, TelField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from hutong import lazy_gettext as _l
from hutong.money import CURRENCIES


def trimmed(text: Any) -> str:
    """What was typed, without the blanks around it."""
    return (text or "").strip()


class JoinForm(Form):  # type: ignore[misc]
    """Who joins the club. No password."""

    name = StringField(
        _l("What shall we call you?"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("A first name or a nickname is enough.")),
            Length(max=80, message=_l("Eighty characters at most.")),
        ],
    )
    phone = TelField(_l("Phone"), filters=[trimmed], validators=[Optional(), Length(max=32)])
    email = EmailField(
        _l("E-mail"),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("This address has a slip in it. Like name@example.com.")),
        ],
    )
    consent = BooleanField(
        _l("You may keep my name and address to know me here."),
        validators=[InputRequired(_l("Without your consent we keep nothing, so you cannot join."))],
    )


class ProgrammeForm(FlaskForm):  # type: ignore[misc]
    """How the club is called, and what its points are called."""

    name = StringField(
        _l("Name of the club"),
        filters=[trimmed],
        validators=[DataRequired(_l("Give it a name.")), Length(max=60)],
    )
    points_name = StringField(
        _l("What your points are called"),
        filters=[trimmed],
        validators=[DataRequired(_l("Points, stars, beans …")), Length(max=20)],
    )
    currency = SelectField(_l("Currency"), choices=[(code, code) for code in CURRENCIES])
