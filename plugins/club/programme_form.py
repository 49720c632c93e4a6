"""The form of the programme: names, ends of points, period of tiers, birthday, currency."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from hutong import AskedText, AskedTexts, TextsForm, WholeNumber, lazy_gettext as _l, texts_form
from hutong.money import CURRENCIES

WORDS: AskedTexts = {
    "name": AskedText(_l("Name of the club"), 60, needed=_l("Give it a name.")),
    "points_name": AskedText(_l("What your points are called"), 20, needed=_l("Points, stars, beans …")),
    "welcome": AskedText(_l("What the card promises"), 200, hint=_l("It stands under the name.")),
    "transfer_details": AskedText(
        _l("Where to transfer money to"),
        600,
        lines=True,
        hint=_l("For memberships that are paid by transfer."),
    ),
}
EXPIRY = {
    "never": _l("Never"),
    "months": _l("Some months after they were earned"),
    "year": _l("On 31 December of the next year"),
}
PERIODS = ((6, _l("half a year")), (12, _l("a year")), (24, _l("two years")), (0, _l("for ever")))


def programme_form(languages: Sequence[str], *, asks_currency: bool) -> type[TextsForm]:
    """The form; the currency only as long as no amount was recorded in it."""
    fields: dict[str, Any] = {}
    if asks_currency:
        fields["currency"] = SelectField(
            _l("Currency"), choices=[SelectChoice(code, code) for code in CURRENCIES]
        )
    return texts_form(
        WORDS,
        languages,
        **fields,
        is_open=BooleanField(_l("Takes new members"), description=_l("Cards go on working either way.")),
        expiry=RadioField(_l("When points end"), choices=[SelectChoice(*pair) for pair in EXPIRY.items()]),
        expiry_months=WholeNumber(
            _l("After how many months"),
            validators=[Optional(), NumberRange(1, 120, _l("From 1 to 120."))],
        ),
        tier_months=SelectField(
            _l("What was earned counts for a tier"),
            choices=[SelectChoice(*pair) for pair in PERIODS],
            coerce=int,
            validators=[InputRequired()],
        ),
        asks_birthday=BooleanField(_l("Ask for the birthday"), description=_l("Day and month, no year.")),
    )
