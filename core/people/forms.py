"""Forms about people."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

ROLE_NAMES = {
    "contact": _l("Contact"),
    "member": _l("Member"),
    "staff": _l("Staff"),
    "admin": _l("Admin"),
    "owner": _l("Owner"),
}
MEMBER_ROLES = [SelectChoice(role, ROLE_NAMES[role]) for role in ("member", "staff", "admin")]
ALL_ROLES = [SelectChoice(role, name) for role, name in ROLE_NAMES.items()]


def _trimmed(text: Any) -> str:
    return (text or "").strip()


def mail_address(_form: Form, field: StringField) -> None:
    """A shape check without asking the network; the domain may be new."""
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise ValidationError(_l("This address has a slip in it. Like name@example.com.")) from error


class JoinForm(Form):  # type: ignore[misc]
    """Who joins, in their own words. No password."""

    name = StringField(
        _l("What shall we call you?"),
        filters=[_trimmed],
        validators=[
            DataRequired(_l("A first name or a nickname is enough.")),
            Length(max=80, message=_l("Eighty characters at most.")),
        ],
    )
    email = StringField(
        _l("E-mail"), filters=[_trimmed], validators=[Optional(), Length(max=254), mail_address]
    )
    consent = BooleanField(
        _l("You may keep my name and address to know me here."),
        validators=[InputRequired(_l("Without your consent we keep nothing, so you cannot join."))],
    )


class ReturnForm(Form):  # type: ignore[misc]
    """Somebody says that they have been here before."""

    email = StringField(
        _l("The e-mail you joined with"),
        filters=[_trimmed],
        validators=[DataRequired(_l("We need the address to send the code to.")), mail_address],
    )


class CodeForm(Form):  # type: ignore[misc]
    """The mailed code."""

    code = StringField(
        _l("Six digits"),
        filters=[lambda text: "".join(character for character in (text or "") if character.isdigit())],
        validators=[Length(min=6, max=6, message=_l("The code has six digits."))],
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite."""

    role = SelectField(_l("As"), choices=MEMBER_ROLES)
    note = StringField(_l("Who is it for?"), filters=[_trimmed], validators=[Length(max=80)])


class PersonForm(FlaskForm):  # type: ignore[misc]
    """What the business knows about somebody."""

    name = StringField(_l("Name"), filters=[_trimmed], validators=[Length(max=80)])
    email = StringField(
        _l("E-mail"), filters=[_trimmed], validators=[Optional(), Length(max=254), mail_address]
    )
    phone = StringField(_l("Phone"), filters=[_trimmed], validators=[Length(max=32)])
    number = StringField(_l("Customer number"), filters=[_trimmed], validators=[Length(max=40)])
    note = StringField(_l("Note"), filters=[_trimmed], validators=[Length(max=500)])
    role = SelectField(_l("Role"), choices=ALL_ROLES)
