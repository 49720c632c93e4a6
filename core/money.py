"""Amounts of money: whole minor units of an ISO 4217 currency, never a float."""

import re
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from babel.numbers import format_currency, get_currency_precision
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from core.i18n import babel_locale, interface_language

CURRENCIES = (
    "CNY",
    "HKD",
    "TWD",
    "MOP",
    "SGD",
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "JPY",
    "KRW",
    "THB",
    "MYR",
    "AUD",
    "CAD",
)
"""Those that can be chosen."""
_AMOUNT = re.compile(r"-?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,6})?")
LARGEST = 10**11
"""Minor units; more is a slip of the finger."""


class MoneyError(ValueError):
    """A text that is no amount."""


def format_money(amount: int, currency: str, language: str | None = None) -> str:
    """An amount as people write it: ``¥20``, ``€12.50``; without a fraction that is zero."""
    places = get_currency_precision(currency)
    value = Decimal(amount).scaleb(-places)
    locale = babel_locale(language or interface_language())
    if value == value.to_integral_value():
        pattern = "¤#,##0;-¤#,##0"
        written = format_currency(value, currency, pattern, locale=locale, currency_digits=False)
    else:
        written = format_currency(value, currency, locale=locale)
    return str(written).replace("CN¥", "¥")  # one shop has one currency: nobody takes it for yen


def parse_money(text: str, currency: str) -> int:
    """Minor units of what somebody typed: ``12``, ``12.5``, ``¥1,250.50``, ``１２``. Raises `MoneyError`.

    A comma only parts thousands. ``12,50`` for twelve and a half is refused: guessing would be wrong a
    hundredfold.
    """
    typed = "".join(character for character in normalize("NFKC", text) if character not in "¥$€£ 元")
    if not _AMOUNT.fullmatch(typed):
        raise MoneyError(text)
    value = Decimal(typed.replace(",", "")).scaleb(get_currency_precision(currency))
    if value != value.to_integral_value() or abs(value) > LARGEST:
        raise MoneyError(text)
    return int(value)


class MoneyField(StringField):  # type: ignore[misc]
    """An amount; `data` is in minor units of `currency`, which a form sets on the field before it reads."""

    currency = "CNY"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; what cannot be read stays to be seen."""
        self.typed = str(valuelist[0]) if valuelist else ""
        if not self.typed.strip():
            self.data = None
            return
        try:
            self.data = parse_money(self.typed, self.currency)
        except MoneyError as error:
            self.data = None
            raise ValidationError(_l("This is no amount of money. Like 12 or 12.50.")) from error

    def _value(self) -> str:
        if getattr(self, "typed", ""):
            return self.typed
        if self.data is None:
            return ""
        value = Decimal(self.data).scaleb(-get_currency_precision(self.currency))
        return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value)
