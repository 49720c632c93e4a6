"""Forms of the entrance: validation only."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from core.accounts.addresses import AddressError, normal_address
from core.accounts.passwords import LONGEST, SHORTEST, is_common
from core.i18n import LANGUAGE_NAMES, gettext as _


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class Address(StringField):  # type: ignore[misc]
    """An e-mail address; `data` is its normal spelling."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Raises `ValidationError` for what is no address."""
        super().pre_validate(form)
        try:
            self.data: str = normal_address(self.data or "")
        except AddressError:
            raise ValidationError(
                _("That isn’t a complete e-mail address. It should look like name@example.com.")
            ) from None


def address_field() -> Any:
    """The field in which somebody types an address."""
    return Address(
        _l("E-mail"), filters=[_stripped], validators=[InputRequired(_l("Type your e-mail address."))]
    )


def new_password_field(label: Any) -> Any:
    """The field in which a password is chosen."""
    return PasswordField(
        label,
        description=_l("Ten characters or more. A short sentence is easy to remember."),
        validators=[InputRequired(_l("Choose a password.")), check_new_password],
    )


def check_new_password(_form: FlaskForm, field: PasswordField) -> None:
    """Raises `ValidationError` for a password that is too short or that everybody tries first."""
    length = len(field.data or "")
    if length < SHORTEST:
        raise ValidationError(
            _("%(least)s characters at least; this has %(num)s.", least=SHORTEST, num=length)
        )
    if length > LONGEST:
        raise ValidationError(_("%(most)s characters at most.", most=LONGEST))
    if is_common(field.data):
        raise ValidationError(_("This one is on every guesser’s list. Add a word that only you would add."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = address_field()
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Type your password."))])


class ClaimForm(FlaskForm):  # type: ignore[misc]
    """A guest says who they are; name and address of the shop may change on the way."""

    email = address_field()
    password = new_password_field(_l("Password"))
    name = StringField(
        _l("Name of your shop"),
        filters=[_stripped],
        validators=[Length(max=60, message=_l("60 characters at most."))],
    )
    slug = StringField(_l("Its address"), filters=[lambda text: _stripped(text).lower()])


class AddressForm(FlaskForm):  # type: ignore[misc]
    """A guest without a trial, somebody invited perhaps, gets an address and a password."""

    email = address_field()
    password = new_password_field(_l("Password"))


class KeepForm(FlaskForm):  # type: ignore[misc]
    """Somebody whom we know already keeps a trial."""

    name = ClaimForm.name
    slug = ClaimForm.slug


class ForgotForm(FlaskForm):  # type: ignore[misc]
    """Where to send the link."""

    email = address_field()


class ResetForm(FlaskForm):  # type: ignore[misc]
    """A new password."""

    password = new_password_field(_l("New password"))


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    """The old password and a new one."""

    current = PasswordField(_l("Current password"), validators=[InputRequired(_l("Type your password."))])
    password = new_password_field(_l("New password"))


class ChangeAddressForm(FlaskForm):  # type: ignore[misc]
    """Another address; the password says that it is you."""

    email = address_field()
    current = PasswordField(_l("Current password"), validators=[InputRequired(_l("Type your password."))])


class AccountForm(FlaskForm):  # type: ignore[misc]
    """How the account is called and spoken to."""

    name = StringField(
        _l("Your name"),
        filters=[_stripped],
        validators=[Length(max=80, message=_l("80 characters at most."))],
    )
    language = SelectField(_l("Language"), choices=[SelectChoice(*name) for name in LANGUAGE_NAMES.items()])
