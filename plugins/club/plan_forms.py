"""Forms about memberships for sale: validation only."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from hutong import (
    AskedText,
    AskedTexts,
    LocalDateTimeField,
    TextsForm,
    WholeNumber,
    lazy_gettext as _,
    texts_form,
)
from hutong.money import MoneyField

PLAN_WORDS: AskedTexts = {
    "name": AskedText(_("What it is called"), 60, needed=_("Give it a name; customers read it too.")),
    "benefits": AskedText(
        _("What its holders get"), 600, lines=True, hint=_("One thing in a line. Like: 20 % off everything.")
    ),
}
MONTHS = (
    (1, _("a month")),
    (3, _("three months")),
    (6, _("half a year")),
    (12, _("a year")),
    (0, _("for ever")),
)


def plan_form(languages: Sequence[str], currency: str, tiers: Sequence[tuple[str, str]]) -> type[TextsForm]:
    """The form of one membership. `tiers` are ids and names."""

    class Price(MoneyField):
        pass

    Price.currency = currency
    return texts_form(
        PLAN_WORDS,
        languages,
        price=Price(_("Price"), validators=[InputRequired(_("What does it cost?")), _not_negative]),
        months=SelectField(
            _("It runs for"), choices=[SelectChoice(*one) for one in MONTHS], coerce=int, default=12
        ),
        seats=WholeNumber(
            _("How many you sell"),
            validators=[Optional(), NumberRange(1, 1_000_000, _("A number from 1, or leave it empty."))],
            description=_("Empty: as many as want one."),
        ),
        discount_percent=WholeNumber(
            _("Discount at the counter, in percent"),
            validators=[Optional(), NumberRange(0, 100, _("From 0 to 100."))],
        ),
        tier_id=SelectField(
            _("Tier of its holders, at least"),
            choices=[SelectChoice(*one) for one in [("", _("No tier")), *tiers]],
            validators=[Optional()],
        ),
        hold_days=WholeNumber(
            _("Days a seat is kept for who has not paid"),
            default=3,
            validators=[InputRequired(_("From 1 to 30.")), NumberRange(1, 30, _("From 1 to 30."))],
        ),
        opens_at=LocalDateTimeField(_("On sale from"), validators=[Optional()]),
        closes_at=LocalDateTimeField(_("On sale until"), validators=[Optional(), _after_opening]),
    )


def way_field(ways: Sequence[tuple[str, str]]) -> RadioField:
    """How somebody wants to pay."""
    return RadioField(
        _("How would you like to pay?"),
        choices=[SelectChoice(*way) for way in ways],
        validators=[InputRequired(_("Choose one."))],
    )


def _not_negative(_form: object, field: MoneyField) -> None:
    if field.data is not None and field.data < 0:
        raise ValidationError(_("Not less than nothing."))


def _after_opening(form: TextsForm, field: LocalDateTimeField) -> None:
    if field.data and form["opens_at"].data and field.data <= form["opens_at"].data:
        raise ValidationError(_("It would close before it opens."))
